//! Who somebody is not, and where else they were treated.

use super::Signal::{Auto, Elsewhere, Idle, Myself, WrongNumber};
use super::Table;
use crate::reply::Language::{En, Es, Pt};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Auto,
                "auto reply/response/respond/responder | automatic/automated reply/response/message | autoreply \
                | auto-reply | autoresponse | out of the office | out of office | do not disturb \
                | dont disturb turned | disturb turned on | driving with | i cant talk rightnow > | im driving > \
                | on my way >",
            ),
            (
                WrongNumber,
                "isnt/not * phone/number/cell | isnt/not/nolonger at/on this/the .. number/phone/line .. \
                | doesnt/dont/nolonger use/uses/have/has/own this/the .. number/phone/line \
                | isnt/not/nolonger/hasnt been? * phone/number/cell/line .. \
                | changed/switched her/his/their/the .. number/phone/phones/numbers \
                | no patient/customer/client .. by/named/here/with | no such patient/customer \
                | got/have a? new number .. ,not * \
                | wasnt/not/isnt meant/intended for me/us | never been/was .. patient/client/customer .. \
                | have .. number/numbers mixed up | dont have .. kids/children/daughters/sons > \
                | my name is/isnt * ,not * | this is * ,not * | im * ,not * | not * ,im/this/its * | there is no * \
                | confundio/confundieron/confundiste de \
                | no * at this | dont know any dr/doctor .. \
                | wrong number/person/phone/contact/guy/lady/patient/one/contact/cell/family/house/man/woman/girl \
                | wrong num | incorrect number | not .. right number/person | isnt .. right number/person \
                | number .. is/was wrong | number .. changed hands | changed hands | number .. belongs to \
                | belongs to someone/somebody/another/a/me | just got this/the/a/new number | just got .. number \
                | this is a new number | got this number .. | recently got .. number | have had this number \
                | i have .. this number now | new phone who/whos | new phone > | new number who \
                | not his/her/their/your/the/my .. number anymore/now | not .. his/her/their number \
                | isnt .. his/her/their/the/that .. number | nolonger .. his/her/their number \
                | nolonger has/have/uses/using this/the .. number | no such person \
                | nobody .. by that/here/named/with | nobody .. by that/here/named | no * here | no * lives \
                | noone .. by/here/named | nobody here | theres no * here | not me > | not me ,_ | not the person \
                | isnt me | wasnt me | im not * > | im not * * > | im not him/her/the/that/who .. > \
                | im not this .. > | < not * > | this/its isnt/not _ > | this isnt him/her \
                | this/its not? .. isnt _ > | this is not _ > | this is not him/her/the | isnt him/her/_ > \
                | dont know who/what .. is/are/that/this/he/she/name/thats/hes/shes/you \
                | dont know .. anyone/anybody/person/patient/_ by/named/that > | dont know anyone \
                | dont know him/her/them > | dont know a/any/this/that * | dont know * | dont know any * \
                | dont know anybody | never heard of .. | you have/got the wrong | youve got the wrong \
                | ive got the wrong | nobody .. named | noone named | number is not | doesnt live here \
                | dont live here | nolonger lives/live here | doesnt have this number/phone | who .. is _ wrong \
                | someone else has/number/phone | somebody elses/else's number/phone \
                | someone elses/else's number/phone | think you have the wrong | misdialed | mistaken identity \
                | not a patient > | never been .. patient/there/to your | im not .. patient _? _? > \
                | never a patient | isnt my name | not my name | texting the wrong | sent .. to the wrong \
                | sending .. to the wrong | you meant .. someone else | meant for someone/somebody \
                | his/her/their old number | used to be .. number | previous owner | number .. reassigned \
                | number has changed | dont have .. kid/son/daughter/child \
                | dont have a son/daughter/kid/child named | wrong # | my ex | ex husband/wife",
            ),
            (
                Myself,
                "im not \
                sure/ready/interested/in/able/going/doing/feeling/available/a/happy/coming/getting/looking/well/\
                home/free/there/really/working/it/well/good/ok/the-best/convinced/comfortable \
                | this is not a/the/good/right/urgent/working/what/ok/fair/true/necessary \
                | this isnt a/the/good/right/urgent/working/what/ok/fair/true/necessary/it/for \
                | its not a/the/good/right/urgent/working/what/ok/fair/true/necessary/you/that/bad/hurting/worth \
                | its not for me \
                | dont know yet/when/if/how/what/about/the/my/which/why/where/because/it/anything/right \
                | not me right | no pain here | nobody here",
            ),
            (
                Elsewhere,
                "placed/put/done/made/performed/handled/fixed/filled/pulled/removed .. by .. \
                surgeon/dentist/doctor/specialist/endodontist/periodontist \
                | had .. procedure/surgery/work/treatment/implant/crown .. performed/done/placed at/by/in/last \
                | the @treat is/was/has .. done/finished/completed/fixed/handled \
                | nolonger .. client/patient/customer .. \
                | i/we/he/she go/goes/see/use/uses/sees .. dentist/doctor/office/bar/clinic/spa/va .. now > \
                | i/we go to .. now > | i/we see/use dr/doctor .. now | i/we use the va \
                | got/had that/it/this/them .. filled/fixed/done/pulled/placed in/at/by/over .. \
                | filled/fixed/done/pulled/placed in mexico/tijuana/turkey/colombia/india/college \
                | cousin/friend/brother/sister/uncle/aunt who's/whos/is .. dentist \
                | switch/switching/change dentists/doctors/dentist \
                | they/he/she/dentist .. pulled/fixed/yanked/extracted it | appointment is/was .. already \
                | my appointment is .. already | went to .. and/they/where \
                | seeing/see/saw/using/use/found/with/chose/picked/hired someone/somebody else \
                | already handled/fixed/treated/pulled | transferred to | transferring to | switched over to \
                | moved over to | went over to | handled already | fixed already | pulled already | yanked \
                | had it yanked | got it yanked | pulled it out | took it out | taken out | had it taken out \
                | got mine \
                | already .. \
                did/done/do/got/had/have/has/taken/went/gone/fixed/pulled/extracted/finished/completed/handled/\
                treated/scheduled/booked/made/signed/paid/called/in/on/set/started/seeing/see/been .. it/that/\
                this/done/one/elsewhere/appointment/cleaning/crown/visit/> \
                | < already > | already have/had/has | already got | already gone | already scheduled \
                | already booked | already did | already done | already on .. schedule/calendar/books \
                | already in .. schedule/calendar/books | already made | already called | already set \
                | already a patient \
                | had/got/have/having/getting/get/getting/did it/this/that/mine/them/tooth/work/everything/crown \
                .. done/pulled/out/fixed/removed/taken/extracted/elsewhere/somewhere \
                | had/got the/my .. done/pulled/out/fixed/removed/extracted/elsewhere/somewhere/placed/already \
                | got it done | had it done | did it already/last/elsewhere/somewhere/in/at/with | did it > \
                | done it already | did that already/last/elsewhere | been done \
                | was .. extracted/pulled/removed/fixed/done | tooth .. fell/came out \
                | tooth .. gone/extracted/pulled | fell out | took care of it/that/this | taken care of \
                | been handled/fixed/treated/completed | handled it | finished it | fixed it > | its fixed \
                | its done > | thats done > | was done > | already took \
                | \
                went/go/going/been/moved/switched/switching/transferred/transferring/see/seeing/saw/using/use/\
                found/have/got/chose/choosing/decided/gone/changed/visiting/visited/picked/trying/try/with to? \
                my? with? a? .. another_dentist \
                | another_dentist | another dentist \
                | went/going/gone/go/done/did/treated/treatment/care/doing/seen/got/handled/moved/business .. \
                elsewhere \
                | elsewhere > | somewhere else | someone else | someplace else | different dentists \
                | switched/changed/switching/changing \
                dentists/offices/doctors/providers/practices/practice/dentist/doctor/office \
                | new dentist | my cousin/friend/brother/sister/uncle .. is a dentist did \
                | nolonger .. patient/yours/see-you/live/lives/go/going/come | not .. your patient anymore \
                | not .. a patient anymore | not a patient there \
                | moved to/away/out/from/across/last/states/towns/cities/overseas/back \
                | have/has/had/weve/ive/im moved > | < moved > | ive moved | i moved | relocated | relocating \
                | live in .. now | live out of state | dont live there/in/around/nearby | am moving | im moving \
                | switched to | went with a | going with a | got a second | got dentures instead | in mexico > \
                | in tijuana | done in mexico/tijuana/turkey/colombia | at the va > | va did | dental school \
                | the dental school | at aspen | on your/the schedule/calendar/books for | on the books \
                | have/has/got an/my/a/another .. appointment/visit .. \
                on/next/already/scheduled/set/with/for/in/at/tomorrow/monday/tuesday/wednesday/thursday/friday/\
                booked \
                | have an appointment > | am scheduled | im scheduled | im booked \
                | appointment .. is/already scheduled/set/booked/made | its scheduled | i scheduled it \
                | i booked it | i booked already | just booked | just scheduled | made an appointment/one \
                | thought i did/had already | i did this/that > | completed already | completed it \
                | have it done already | pulled it myself | saw another",
            ),
            (
                Idle,
                " someone else has | someone else to | can/could/may i .. somewhere else \
                | moved to next | have moved on | not fixed | not done | cant get it done | wasnt done \
                | already told | already said | already paid | already asked | already know | already too \
                | already replied",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                WrongNumber,
                "yano tiene/usa/es-de este/ese/el numero/telefono | este .. numero yano es .. \
                | yano es .. numero/telefono de | numero equivocado | has/han/ha/te/se equivocado | equivocado > \
                | persona equivocada | equivocada > \
                | se equivoco/equivocaron/equivocan/equivoca | te equivocaste \
                | esta/estan equivocado/equivocada/equivocados | equivocaron de | no soy * | yo no soy \
                | no soy el/ella/esa/ese/la/esta | no es .. su/mi/el/este numero | este no es .. numero \
                | este numero no es | no es el numero | no es de * | este numero ya/es/pertenece .. \
                | yano es .. numero | no conozco a | no la conozco | no lo conozco | no conozco \
                | aqui no hay/vive/esta/existe | no vive aqui | yano vive aqui | no hay ninguna/ningun/nadie \
                | es otra persona | soy otra persona | numero incorrecto | numero errado | numero nuevo \
                | acabo de .. numero | cambio de numero | no es ella/el > \
                | aqui no hay/vive/trabaja ningun/ninguna/* | no vive ningun/ninguna/* | aqui no es | no es aqui \
                | este no es | nadie .. llamado/llamada/con/se | me confunde/confunden/confundiste | no me llamo * \
                | no me llamo | mal numero",
            ),
            (
                Elsewhere,
                "me/nos lo/la/los hicieron/hice/sacaron/saque/puse/pusieron en/con/alla/por \
                | ya me lo/la/los hice/hicieron/hizo/saque/sacaron/puse/pusieron/arregle/arreglaron \
                | ya me \
                hice/hicieron/atendi/atendieron/saque/sacaron/puse/pusieron/arreglaron/opere/operaron/arregle \
                | ya lo/la hice/hicimos | ya fui | ya fuimos | ya tengo .. @cita/dentista | ya tengo otro/otra \
                | ya hice .. @cita | ya la tengo | ya agende | ya saque .. @cita | ya tenemos \
                | tengo otro dentista | tengo cita | ya esta hecho/hecha | ya se hizo | ya quedo | ya me la/lo \
                | otro dentista | ya me atendi | ya me sacaron | me mude | me cambie de | nos mudamos | me mudamos \
                | yano vivo | ya vivo en | yano soy paciente | ya no vivo | fui con otro/otra | voy con otro/otra \
                | con otro/otra dentista/doctor/clinica | anotherdentist_es | encontre otro/otra \
                | cambie de dentista | en mexico > | ya lo hicimos/termine | ya termine | ya lo arregle \
                | ya consegui",
            ),
        ],
    ),
    (Pt, &[(WrongNumber, "numero errado | pessoa errada")]),
];
