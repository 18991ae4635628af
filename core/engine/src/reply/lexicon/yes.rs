//! Words by which a person says yes, or wants to book. A wrong yes sends a front desk after somebody who did not ask;
//! whether a phrase found here counts is weighed in [`combine`](super::super::combine).

use super::Signal::{Affirm, Agree, NotYes, Yes};
use super::Table;
use crate::reply::Language::{En, Es, Fr, Pt};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Yes,
                "< @yes | < sure thing | thats a fact | < alright ,please | < all right ,please | < y > | < ya > \
                | < correct | < confirmed | < confirm | < agreed | < exactly | < true | < positive > | < please do \
                | < ok yes | < oh yes | hell yes/yeah | heck yes/yeah | < yes | yes > | yep > | yup > | yeah > \
                | yes please | yes ma'am | yes sir | < for sure | < you bet | < you betcha | < bet > | < right on \
                | < roger | < okie dokie | < fasho | < fosho | < cool ,thats/that | yes yes | 100 percent \
                | < all right > | < thats right | thats right > | < thats correct | thats correct > | a yes \
                | say yes | is yes | be yes | definite yes | big yes | 💯 > | < 💯 | < ✅ | ✅ > | < 👍 ^ | a go > \
                | < surely | < by all means | < yes and | < yes to | < ya sure | affirmative | < you got it \
                | you got it > | < thumbs up",
            ),
            (
                Affirm,
                "lets \
                do/go/book/schedule/get/proceed/start/set/setup/make/goahead/try/move/finish/knock/begin/plan/\
                fix/handle/rock/roll .. \
                | lets goahead | goahead | go for it | im gonna go for | do it now/please/thanks/! | < do it \
                | < do that | make it happen | sign me up | signing up | count me in | im in > \
                | im in ,lets/yes/when/please/sign/book/for/thanks/count | im down > | im down for/to/with \
                | im game | im up for | im on board | im all in | im sold | sold > | im good to go \
                | ready when you | good to go | down for it | here for it \
                | book/schedule/reserve/pencil/put/slot/sign/fit/squeeze/get/set me/my/us/it \
                in/up/down/on/for/please/now/asap/soon/the/that/this/to \
                | book/schedule/reserve/get me > | book/schedule it/me/this/that/now/asap/the/please/an/us/my > \
                | < book/schedule it/me/please/my/now/us/the/an | < book > | < schedule > | ok book | book that \
                | please book/schedule/reserve/proceed/continue | continue with | proceed with | please proceed > \
                | proceed > | < proceed | put me down | fit me in | squeeze me in | get me in | get me on the \
                | set me up | setup me | set it up | get it scheduled/booked/started/done/going/over/fixed \
                | get this scheduled/booked/started/done/going/fixed/over/taken \
                | get that scheduled/booked/started/done/taken | get .. scheduled/booked/started",
            ),
            (
                Affirm,
                "i/id/we/ive/im/really/just/still/definitely/would/do/dont-mind \
                want/wanna/like/love/need/wish/hoping/hope/looking/prefer/ready/gonna/planning/plan/trying/\
                interested/willing/eager/excited .. book/schedule/reserve/setup/pick/choose/goahead/come/start/\
                begin/proceed/get/do/have/make/move/fix/see/sign/continue/finish/take/go/booking/scheduling/\
                getting/moving/starting/doing/treated/accept/proceeding/having/coming/be/in \
                | want it > | want it .. done | want this .. done > | want this/that > | want the @treat \
                | wanna do it/this/the/that | need it > | need this done | need it done | need an appointment \
                | need to come | need to be seen | need to get in | want an appointment | like an appointment \
                | want in > | < i do > | i do want | i do need | do want to come/book/schedule | i am interested \
                | im interested | < interested \
                | interested in .. \
                @treat/goahead/scheduling/booking/getting/doing/moving/starting/this/it/that/the/learning-more \
                | interested > | very/still/definitely/really/super/highly/totally/yes interested | interested yes \
                | count on me | im ready | i'm ready | ready to .. | < ready | ready for it/the/this | all ready > \
                | i was ready | im willing | willing to do | im excited | looking forward | cant wait \
                | can barely wait | can hardly wait | im happy to | happy to come/schedule/book/do | be happy to \
                | would love that | love that > | love to > | id love to | id like to > | id like that \
                | like that a? lot > | like that alot > | like that > | would be great | would be good \
                | would be perfect | would be lovely | would be nice | would be wonderful | be yes \
                | appreciate an appointment",
            ),
            (
                Agree,
                "works/work .. for me > | works for me | work for me | works well | works great | works perfectly \
                | works perfect | that works | that still works | thatll work | that all works | it works \
                | this works | that will work | that will do | that would work \
                | thats/that/its/it \
                is/will/would/sounds/seems/sound/be/looks/all/really/just/so/totally/definitely/actually? \
                be/just/really/so/a? \
                fine/good/great/perfect/okay/ok/wonderful/excellent/awesome/amazing/right/correct/lovely/nice/\
                best/acceptable/agreeable/accurate/true/affirmative/confirmed/fantastic \
                | that/this/it/is sounds/sound/looks/seems/will/would/be .. \
                fine/good/great/perfect/okay/ok/wonderful/excellent/awesome/amazing/right/correct/lovely/nice/\
                suit/true \
                | sounds/sound/looks .. \
                good/great/perfect/amazing/awesome/wonderful/fine/excellent/fantastic/lovely/nice/like-a-plan \
                | sounds like a plan | sounds like a good/great | sounds right | its a date | its a deal | deal > \
                | < perfect | perfect > | < excellent > | < great ,lets/see/book/that/thats | fine with/by/for me \
                | ok with/by/for me | good with/by/for me | great with/by/for me | fine book | < fits perfectly \
                | fits perfectly | suits me | suit me \
                | thats/thats exactly/definitely/just/totally/actually/all \
                what/it/how/fine/perfect/right/correct/great/the/a/true \
                | thats what i/id | what i want/wanted > | exactly what | thats a yes | thats the one \
                | that time works | thats how it is | i confirm \
                | confirm it/that/this > | confirming | confirmed > | i agree | i accept \
                | accept .. plan/treatment/proposal/offer/estimate/it > | accepted > | < accept | i approve \
                | < approve | approve .. plan/treatment/it/estimate | approved | i consent to .. @treat \
                | authorize .. @treat | < agreed | i believe .. true | i think .. true | is true | seems true \
                | appears true | was correct | are right > | are correct > | its true | its right | its correct \
                | is correct | is right > | is .. true > | is a fact | the truth | a true | be true | true is \
                | so true | totally true | actually true",
            ),
            (
                Affirm,
                "@time/#/@month at/around/after/before/morning/afternoon/evening/or/and? #/noon/@time? \
                is/would/will/sounds/be/looks/should/could? be? \
                works/work/good/fine/great/perfect/ok/best/better/ideal/please/okay for? me? > \
                | @time/# at/around/or/and? #/@time? works | @time/# .. works .. me \
                | week/month/weeks is/would/works/sounds/will/be .. good/fine/great/perfect/best/ok/better/> \
                | < @time .. at/around # > | < @time/# ,please > | < @time morning/afternoon/evening > \
                | i/id can/could/do/prefer/like/take/want .. @time/# | im/am free/available/open/off .. @time/# \
                | i can do | i can come | i could come | i can make it | i can be there \
                | im free/available/open/off \
                on/@time/#/anytime/after/before/any/all/in/most/every/tomorrow/next/this/> \
                | im available | im free | available on/@time/anytime/mornings/afternoons/all/most \
                | any day/time/@time .. works/fine/good/is/next/after/before | anytime > \
                | anytime works/is/after/next/on/this | any time > | any day > | whatever works | whenever works \
                | whenever you/u/is/> | whatever you have | first available | next available \
                | earliest available/possible/appointment/opening/slot/time/date \
                | soonest available/possible/appointment/opening | as soon as possible | < asap \
                | sooner the better | the sooner | the earlier | soon as you \
                | \
                mornings/afternoons/evenings/weekends/weekdays/mondays/tuesdays/wednesdays/thursdays/fridays/\
                saturdays are/is/work/please/best/better/only/> \
                | prefer mornings/afternoons/evenings/@time | ill take it/that/the/@time/# \
                | ill do it/that/the/@time/this | ill do > | ill come in | ill be there | ill have it \
                | ill get it done | ill accept | ill goahead | ill book | ill schedule | see you then/@time/soon \
                | see u then/@time/soon | end of the? month works",
            ),
            (
                Affirm,
                "can/could/may/when/how/would/is i/me/we/it/you/u/someone/there/can .. come \
                in/@time/next/soon/this/for/see/on/asap \
                | can/could/may i .. come/get/go/be in/seen/started/@time/next/this \
                | can/could/may i .. book/schedule/reserve/make/setup/set/start .. \
                appointment/in/visit/slot/up/it/this/an/done/@time/for/started/my/> \
                | can/could/may i .. get/have .. appointment/in/visit/slot/started/scheduled/booked \
                | can/could/may i .. get/have it/this/that done/scheduled/started/booked/fixed \
                | can/could you/u/yall .. book/schedule/fit/squeeze/get/put/set/reserve/see/take/slot/setup .. \
                me/in/us/it/my/the/appointment/@time \
                | can it be @time \
                | can/could i/we do/start/book/schedule/begin/get-started .. it/@time/next/this/> \
                | when can/could/should/do/may i/we/you/u .. \
                come/get/start/schedule/book/go/do/have/be/see/fit/make/begin \
                | when are/is/do you/the/your .. available/free/openings/appointments/have \
                | when is .. opening/slot/good/available | when would/could .. be/able | when can i > \
                | when can it/you/u/this \
                | what/which/any .. \
                times/time/days/dates/openings/appointments/slots/availability/available/day/date .. \
                available/have/openings/availability/work/works/free \
                | what/which/any .. times/days/dates/openings/appointments/slots .. open/next/this/left/are/for/> \
                | what/which time/day/date .. can/could/should i/you come/book/see/be/get \
                | any chance/way/possibility of/for/i .. appointment/@time/opening/in/slot \
                | what .. availability/openings/available/soonest/earliest \
                | whats .. available/availability/next/soonest/earliest/opening/open/schedule/the-next \
                | whats your/the .. availability/next/soonest/earliest/calendar/schedule | what do you have .. \
                | what have you got | what does .. look | whats open | hows @time | how about @time/#/next/this \
                | how is @time | how does @time .. work/sound/look | what about @time/#/next/this \
                | do/does/is/are/have/got you/yall/u/they/there/the/dr/doctor .. \
                have/got/any/anything/something/openings/opening/availability/available/appointments/slots/slot/\
                spot/spots/room/space/times .. @time/openings/opening/available/availability/appointments/slots/\
                slot/spot/open/soon/next/this/morning/afternoon/left/#/sooner/spots/times > \
                | do you have .. @time/openings/opening/availability/appointments/slots/spot/spots \
                | got anything .. | have anything .. @time/open/available/next/soon/this \
                | anything .. @time/available/open/next/soon/sooner/this > \
                | any .. openings/opening/availability/appointments/slots/spots/times/available \
                | is @time/# .. available/open/ok/okay/possible/good/taken > \
                | is there .. \
                opening/openings/availability/slot/spot/appointment/time/appointments/available/anything \
                | are there .. openings/appointments/slots/spots/times/available | are you available/free \
                | how soon can/could/is/do/would/are | how soon > | how early can | how quickly can | how fast can \
                | how do/can/would/should i/we .. \
                book/schedule/make/setup/sign/proceed/start/goahead/reserve/get-started \
                | where do i book/schedule/sign/setup | what do i need to do | whats the next step \
                | next step/steps | what are the next steps | how do we proceed/start/move/begin \
                | send me .. link/times/availability/dates/options/booking | send .. times/availability/dates > \
                | send the link | book online > | openings > | possible to .. come/schedule/book/get/be \
                | id like .. appointment | make .. appointment | schedule .. appointment | book .. appointment \
                | make an appointment | set up an appointment | setup .. appointment \
                | schedule my/the/it/a/this/that | get on the schedule/books/calendar | get me scheduled",
            ),
            // A day or a time and nothing else answers "when".
            (
                Affirm,
                "< @time > | any time @time | ready to get .. taken | < # on the # > \
                | need to? book/schedule/start/begin .. | < down > | im ,down \
                | get this/that/it tooth/thing? .. out | see you/u at/on/@time # \
                | see you/u @time/soon/there/monday | not a problem ,see you | < # > am/pm | < @time @time > \
                | < @time ,or @time > | < next/this @time > | < @time/# at/around/before/after # > \
                | < # am/pm/oclock/o'clock > | < @time # > | < @time #/@time am/pm > | < # works | < the # works \
                | < anytime | < mornings | < afternoons \
                | want the/that/this/my/an/your appointment/@treat/spot/slot | want to? keep the/that appointment \
                | no reason not | no reason to wait | cant see why not | dont see why not \
                | whens your/the .. opening/available/appointment/slot | when is your .. | i should like/love \
                | lets make it/this happen \
                | ill take the _? @time/appointment/spot/slot/opening/first/next/earliest \
                | get me booked/scheduled/on | squeeze .. in | work me in | what are my options for coming \
                | i picked .. # | i chose .. # | picked a time/date/day/slot | booked it online \
                | i clicked .. booked/picked | lets lock it in | lock it in | lock me in | consider it done \
                | make me an appointment | make it @time | put me in for | put my name down | id like that > \
                | i would like that > | sounds like a plan | good plan | all for it | lets roll | im coming > \
                | well come > | ill come > | ill come @time | i can swing @time | @time would .. best/work/great \
                | @time is/are .. best/better/good/great/perfect/ideal | free @time | off on @time | off @time > \
                | available @time | home @time",
            ),
            (
                Affirm,
                "been meaning to | been waiting for this/it/you/that | let me know what/when .. | < fs > \
                | its time to do/get/book/schedule/fix .. | whens good/best | can i come after/before/around \
                | necesito que me atiendan/vean/revisen | lets shoot/aim for @time/#/@month \
                | either/both/any days/day works/work/is/are | can do @time \
                | looking/trying/hoping/wanting to? book/schedule/reserve \
                | < @time/# at # > | < the # at # > \
                | tendra/tendran/tendria/tendrian .. cita/citas/espacio/lugar/hueco \
                | a las # estabien/puedo/perfecto/porfavor | < me parece > | id appreciate that/it \
                | send/text/give me the times/dates/days | lo que tengan/haya/sea \
                | cuando haya espacio/lugar/cita/hueco | can/could/may i book/schedule > \
                | decided to do/have it/this/that | decided to goahead/proceed/schedule/book/move \
                | want/need appointment > | want/need appointment @time \
                | give me? an? appointment | < want book/schedule/reserve/come/do .. | < @time the # > | might as well \
                | may as well | over with | overdue | about time | wouldnt say no | why not > \
                | count me | i trust you | fix it > | fix my | please fix | please help me | take my money \
                | wanna come in | come in for | i guess .. yes/ok/so | i guess ill/so | i suppose so \
                | if you say so | i need it done | thats .. what i wanted/needed/want | give me the .. \
                | put me on the schedule | i cant stop thinking about it | stop by .. book/schedule/make/sign \
                | dont want to miss | dont wanna miss | love to come | love to get | i would be interested \
                | would be interested | would like to | would love to | changed my mind .. want/yes/like/do",
            ),
            (
                NotYes,
                "yes ,in # > | @yes ,be there | can i help you | do you know | sure ,sorry > | tiene # anos \
                | possible to be numb/asleep/sedated/awake | know .. overdue | @yes maam/sir? ,i know \
                | sure seems/looks/sounds like | @yes ,at lunch/work | which .. is right | want to? get off \
                | @reach me anytime/whenever/any | its fine/ok/better/good/okay now | interested in what \
                | you/u/yall .. pay/paying for? it? > | quiero/quisiera pero no \
                | sorry no | @yes ,if insurance/my/its/the/he/she/they/covered/free/medicaid \
                | @yes ,i need/want to? know/ask \
                | scheduled already yes | already scheduled yes | @yes ,running late | @yes ,is this/it about \
                | keep getting | day off | take off @time | put me down for .. reminder/list/notes \
                | text/texts/email/texting/call works/work/is | when do you stop \
                | gonna/going be? out/away/gone/late/busy | going be out/away/gone/late/busy \
                | dont call/text/bother .. before/after/until/till #/@time please? \
                | dont call/text @time ,@time is/are/works better/fine/ok/best | yes here | yes present \
                | lets go * | hardly/barely/less interested | yes to? what/why/who | confirm what/who \
                | yeah/yes/sure .. whatever > \
                | insurance/bank/they/dentist/office/doctor/lender/loan .. said/say/says yes | said yes to \
                | down with the/a | down bad | ready for a | ready for the weekend | when is/was/are my \
                | what time/day is/was my/the | confirmed it/that | correct me | sure if \
                | yes dear/honey/babe/queen/lord/hun/sweetie | did/do i .. have/book/schedule \
                | am i .. scheduled/booked | sure was/did/hope/wish/enjoyed/glad/had/looks/feels | yes lawd \
                | yes lord | all good here \
                | yes ,i \
                know/see/understand/received/saw/read/remember/heard/noticed/already/did/had/was/understood/got \
                | yes already | yes im aware/sorry/busy/driving/working/sick/not/late/his/her/the/at/on/in/so \
                | yes but/and? i already | yes but im/i/its/no/the/my/cant \
                | yes but not this/now/rightnow/today/yet/ready/for/if/at/in | yes this is _ | yes thats me \
                | yes speaking | yes hello | yes how can/may i help \
                | yes i have .. question/questions/concern/concerns/problem/issue/another/already/an/someone/pain \
                | yesno | yes it hurts/hurt/does-hurt/still/was/has | yes still hurts/in/have/hurting/waiting \
                | yes sorry | sure ,jan | sure does/is/hurts/thing-not | are you sure | not sure | make sure \
                | im sure | for sure not | pretty sure | yes they did/have/called \
                | yes you/yall/they already/did/told/said/called/have/texted/can stop | sure isnt | sure dont \
                | sure ,whatever | sure ill/i will? think | say yes to nothing | true but | did you say yes \
                | sure but not/later/no/i | not right > | isnt right/correct/true \
                | not correct/true/good/fine/perfect/great/right/it/what/that | isnt it/the | thats not \
                | that isnt | cant be right | good luck | so you got it | that is right around | thats fine but \
                | right now is > | oh yes i see | thats all | yes ,who | yes who | good question | perfect storm \
                | ready yet | interested anymore | absolutely not | definitely not | certainly not | indeed not \
                | true story | goahead without | yes the wrong | do it yourself/myself/later/another/elsewhere \
                | goahead and remove/stop/cancel/unsubscribe/delete/take/close/give/turn | thats great but \
                | sounds good but | sounds great but | the right answer | how do i book > .. cancel | is it ok \
                | is that ok | is this right | is that right | is it true | is that true | i was interested \
                | if interested | if im interested | was interested | you may be interested | in case im \
                | sounds expensive | did you get .. | sounds like spam | sounds like a scam | let it go | lets not \
                | lets hold/wait/talk/pass/skip/see/say | lets leave | lets revisit | yes no | yes unfortunately \
                | unfortunately",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Yes,
                "< si > \
                | < si \
                ,porfavor/quiero/claro/gracias/me/esta/estabien/deseo/acepto/adelante/deacuerdo/senor/senora/\
                senorita/doctor/doctora/por/dale/como/seguro/estoy/queremos/quisiera/necesito/perfecto/si/ok/\
                muchas/agende/agendar/agendeme/vamos/va/hagamoslo/lo/la/bueno/yo/con/mandeme/puede/pueden/y/\
                para/el/manana/pero-cuanto/es/cuando/cuanto/tambien/todavia/aun/que/este/entonces/hagame/dra/dr/\
                llameme/llamame/digame \
                | < si_yes | si > | si_yes > | < claro > | < claro ,que si | < claro ,gracias/porfavor \
                | claro que si | < claro | por supuesto | < porsupuesto | < desde luego | < deacuerdo \
                | deacuerdo > | < afirmativo | < correcto | < exacto | < asi es | < orale | < orale ,si | < dale \
                | dale > | < vale > | < vale ,si | < simon | < seguro > | < seguro que si | con gusto \
                | con mucho gusto | < como no | < sale > | < sale ,vale | < va > | < obvio | obvio que si \
                | que si > | < andale | < ok si | perfecto | < me parece bien/perfecto/bueno | < esta perfecto \
                | < bueno ,si",
            ),
            (
                Affirm,
                "me interesa | me interesaria | me gustaria .. | nos interesa | estoy interesada/interesado \
                | interesada | interesado | si me interesa | estoy lista/listo | lista para | listo para \
                | < lista > | < listo > | @quiero .. @agendar .. \
                | quiero mi/la/una/hacer/hacerme/hacerlo/ese/el/ponerme/sacarme/arreglar/arreglarme .. \
                @cita/@tratar/> \
                | quiero hacerlo/hacermelo/empezar/ir/la/agendar | quiero hacer | quiero la cita | quiero una cita \
                | quiero cita | quiero el | si quiero | quiero > | necesito .. cita | quisiera .. cita \
                | gustaria .. cita/agendar/hacer/ir/hacerlo/hacermelo/empezar | pongame/ponganme para/el/la \
                | el/la @tiempo estabien \
                | \
                agendeme/agendame/agendenme/apunteme/apuntame/anoteme/anotame/reserveme/apartame/aparteme/programeme \
                | agendar porfavor | agende .. cita | agendar .. cita | hacer .. cita | haga .. cita \
                | sacar .. cita | hacer la cita | una cita porfavor | cita porfavor \
                | deme/dame/denme una/la > | deme/dame/denme una/la/cita .. @cita | deme/dame/denme cita | me da/dan una/cita \
                | me puede/pueden/podria/podrian .. dar/agendar/programar/hacer .. cita \
                | puede/pueden agendar/agendarme/programar/darme .. | adelante | hagamoslo | hagamosle \
                | vamos a hacerlo | vamos > | acepto | lo acepto | aceptado | acepto el | apruebo | aprobado \
                | lo hago > | lo hacemos > | lo quiero > | la quiero > | si lo quiero | cuenten conmigo \
                | me apunto | le entro | va que va | trato hecho | por mi esta bien | por mi estabien \
                | me queda bien/perfecto | me parece bien/perfecto/bien | me sirve | me funciona | me conviene \
                | suena bien/perfecto | esta perfecto | muy bien > | proceder | procedan | proceda | procedamos \
                | confirmo | confirmado | confirmada | lo mas pronto/antes | cuanto antes | lo antes posible",
            ),
            (
                Affirm,
                "cuando puedo/podria/podemos .. ir/pasar/venir/empezar/hacer/agendar/sacar/hacerme \
                | cuando .. tienen/tiene/hay/puedo/pueden/seria/pueden-verme .. \
                @cita/citas/disponible/disponibilidad/espacio/lugar/horarios/ir/atender/atenderme/verme/empezar/> \
                | que dias/dia/horarios/horario/horas/fechas/hora .. \
                tienen/tiene/hay/puedo/disponible/disponibles/pueden/> \
                | que horario/horarios | que dias | a que hora puedo .. ir/llegar \
                | tienen/tiene/hay .. \
                cita/citas/disponible/disponibilidad/espacio/lugar/horarios/disponibles/cupo .. @tiempo? \
                | tienen/tiene/hay algo .. | hay lugar | tienen lugar | puedo ir .. @tiempo/hoy/esta/la/el/en \
                | puedo ir | puedo pasar .. @tiempo | puedo agendar/hacer/sacar/empezar \
                | como .. agendo/hago/saco/reservo .. cita | como agendo | como hago .. cita \
                | el/la @tiempo .. bien/perfecto/puedo/mejor/porfavor/> .. > \
                | @tiempo .. puedo/perfecto/bien/funciona/sirve > | puedo el/la/los @tiempo | me pueden atender \
                | pueden atenderme | pueden verme | @tiempo a las # | para el @tiempo porfavor \
                | estoy libre/disponible | cualquier dia/hora/horario",
            ),
            (
                Affirm,
                "vamos a darle | a darle | vamos a hacer | hueco el/la/para .. \
                | teneis/tienen/tiene hueco/hora/sitio/cita .. | vamos adelante | me veo el/la \
                | ya elegi .. hora/fecha/dia/cita | escogi .. hora/dia/fecha | quiero la hora \
                | no hay problema .. voy/vamos/@tiempo | no hay problema ,el/la @tiempo \
                | el/la @tiempo voy/puedo/estaria/esta/me/estoy \
                | cuando me puede/pueden/podria ver/atender/recibir .. | cuando me ven/ve/atienden/dan \
                | < @tiempo > | < la proxima semana > | < proxima semana > | < la semana proxima/siguiente > | < la semana que viene/entra > | < el/la @tiempo > | < manana ,_? > | < el @tiempo a las # > | ahi estare \
                | alla nos vemos | ahi nos vemos | cuente conmigo | cuenta conmigo \
                | quiero \
                arreglarme/arreglarlo/operarme/ponerme/sacarme/comenzar/terminar/reservar/apartar/seguir/continuar \
                | me animo > | si me animo | vamos con todo | denle > | delen > | echele > | hagale > \
                | hagale pues | listo ,_? cuando | quiero que me hagan/pongan/arreglen/atiendan/agenden | me urge \
                | lo necesito | quiero aprovechar | apartenme/aparteme .. | separeme/separenme .. | tienen algo .. \
                | hay algo .. | que tan pronto | lo mas pronto posible | puedo ir hoy/manana \
                | paso manana a agendar",
            ),
            (
                NotYes,
                "pasar .. recoger/dejar/pagar/entregar/firmar/por | si ,soy | soy yo | si no | si quieren | ya vi \
                | ya lei | ya recibi | si pudiera | si tuviera | si es posible/que | si puedo le/les \
                | ya no me interesa | no me interesa | si cambio | si decido | si acaso | si necesito algo \
                | claro que no | por supuesto que no | no estoy interesada/interesado | si ,ya | si pero no > \
                | si pero ya no | si me duele | si lo se | si ya lo se | si entiendo | si recibi | si vi \
                | si me llego | no muy bien | si soy | si bueno | no esta perfecto | me gustaria que no \
                | me gustaria que dejen/dejaran | quiero saber | me interesa saber/el/conocer precio? \
                | me gustaria saber/pensar/pensarlo/conocer | puedo ir a pagar/recoger/dejar | si pero no \
                | lista/listo para irme | me gustaria pero | me interesa pero no/ahora | quisiera pero | si digame \
                | quiero preguntar | quiero que no | quiero pensar/pensarlo | quiero esperar | quiero cancelar \
                | quiero cambiar | quiero hablar | necesito pensar/pensarlo | adelante y | lo hago despues/luego",
            ),
        ],
    ),
    (
        Fr,
        &[(
            Yes,
            "< oui > | < oui ,merci | < oui ,svp/porfavor | < oui ,s'il vous plait | < d'accord > | bien sur > \
                | oui oui",
        )],
    ),
    (
        Pt,
        &[(
            Yes,
            "< sim > | < sim ,porfavor | < sim ,obrigado/obrigada/quero/claro | < com certeza > \
                | < claro que sim | sim sim | sim quero",
        )],
    ),
];
