//! What needs a person at once: a death, or what cannot wait for a doctor; and what only sounds like one.

use super::Signal::{Death, Emergency, Myself, Painless};
use super::Table;
use crate::reply::Language::{En, Es, Pt};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Death,
                "passedaway | passed on | has/just/recently/he/she/who passed > | \
                he/she/hes/shes/mom/dad/mother/father/husband/wife/brother/sister/son/daughter/grandma/grandpa/\
                grandmother/grandfather/patient/they has? passed | is/was/hes/shes/are deceased | < deceased | \
                deceased | has died | he/she/who/they died | \
                mother/father/mom/dad/husband/wife/brother/sister/son/daughter/patient/grandmother/grandfather/\
                grandma/grandpa/aunt/uncle/name/person .. died | hes/shes dead | \
                he/she/who/mom/dad/mother/father/husband/wife is dead | are dead > | is/hes/shes .. nolonger with \
                me | nolonger with me > | nolonger living/alive | not alive | isnt alive | not with me anymore | \
                isnt with me anymore | lost my husband/wife/mother/father/mom/dad/son/daughter/brother/sister | \
                lost him | lost her | my late husband/wife/mother/father/mom/dad | funeral | obituary | death \
                certificate | in heaven | rest in peace | rip > | death in the | widow | widower | passing of | \
                he/she/who was killed | gone to heaven | buried | memorial service | died \
                last/in/on/this/yesterday/today/from/of/two/a",
            ),
            (
                Death,
                "@kin died | @kin/patient .. passed last/this/yesterday/in/on/two/three/# | passed last/this \
                week/month/year/night/spring/summer/fall/winter/@month | passed yesterday/suddenly/peacefully | \
                passed a/two/three/few .. ago | passed in/on @month/# | passed in @month | lost him/her \
                in/on/last/to/this/suddenly | lost my @kin | lost * in/on/last/this/to/suddenly/yesterday | \
                i/family lost * > | lost the/my baby | death of my | < rip * | rip @kin | @kin .. no longer with \
                me/here/alive | @kin .. isnt with me anymore | nolonger with me | hes/shes/he/she/@kin nolonger \
                alive/living | @kin is/was deceased/dead | patient/person deceased | in loving memory | died \
                suddenly/peacefully/yesterday/@month | died # | has been dead | she's dead | hospice passed | gone \
                to be with .. lord/god/jesus | lost .. battle with cancer | @kin gone last/in/on | cremated | \
                cremation | estate of | executor",
            ),
            (
                Myself,
                "my phone died | phone died | battery died | tooth died | tooth is dead | dead tooth | nerve died | \
                nerve is dead | car died | phone is dead | died laughing | battery is dead | dead end | passed the \
                test/exam/exams/class/bar/inspection/drug/course/board/boards/background/check/final/stone/time/\
                audition | passed my",
            ),
            (
                Myself,
                "i passed | i never/just/also/already/finally passed | have/has passed my/the/this | \
                date/time/deadline/appointment/week/month/year/weeks/months/it/stone/stones/tooth/inspection/storm \
                has? passed | date/time/deadline/appointment/stone/stones .. passed | dog/cat/pet/puppy/kitten .. \
                passed | passed it/this/that/along/your | \
                dog/cat/pet/puppy/kitten/horse/fish/phone/battery/tooth/nerve/laptop/car/computer/ipad/tablet/\
                charger/plant/garden .. died/dead | died laughing | lost \
                power/internet/track/count/interest/hope/weight/coverage/benefits/service/signal/contact/patience/\
                faith/trust/sight/vision/wifi/electricity/everything/sleep/money/momentum/feeling/taste/hearing/\
                password/receipt/paper/papers/letter/email/link/bag/purse/focus/respect/keys/wallet/glasses/bet/\
                game/custody | lost my \
                tooth/teeth/crown/filling/card/insurance/job/phone/number/retainer/wallet/keys/dentures/aligner/\
                aligners/tray/trays/appetite/mind/voice/balance/license/bridge/veneer/temporary/cap/paperwork/form/\
                code/password/guard/nightguard/partial/house/home/coverage/benefits/contact/way/time/train/spot | \
                rip off/ripoff | dead battery/tooth/phone/nerve/tired/broke/serious/inside/end/line",
            ),
            (
                Emergency,
                "cant breathe | cant .. breathe/breath | cant swallow | cant catch my breath | \
                trouble/difficulty/hard/struggling/problem/problems .. breathing/breathe/swallowing/swallow | short \
                of breath | throat .. closing/swelling/swollen/tight | tongue .. swelling/swollen | \
                wont/cant/doesnt/not/isnt/hasnt .. stop/stopped/stopping bleeding | bleeding .. \
                wont/doesnt/cant/not/hasnt/isnt .. stop/stopped/stopping | cant .. stop .. bleeding | bleeding .. a \
                lot/heavily/nonstop/badly/everywhere/profusely/uncontrollably/again | keeps/still/keep bleeding | \
                bleeding .. hours/days/night/all | lots of blood | bleeding out | so much blood | blood everywhere \
                | gushing | soaking .. gauze | swelling .. fever | fever .. swelling/swollen | swollen .. fever | \
                fever .. face/jaw/tooth/abscess/infection/pus | face/jaw/cheek/neck/eye/eyes/lips/mouth/throat .. \
                is/are/getting/so/very/really/started/has .. swollen/swelling/huge/puffed | \
                face/jaw/cheek/neck/eye/lips/throat swelling/swollen | swelling is/keeps/getting/spreading .. | \
                swollen shut/face/jaw/neck | allergic reaction | anaphylaxis | anaphylactic | hives .. \
                swelling/breathe/all | chest pain/pains | heart attack | having a stroke | passed out | fainted | \
                fainting | unconscious | unresponsive | emergency | er > | the er | in the hospital | going to .. \
                er/hospital | knocked out .. tooth/teeth | tooth/teeth .. knocked out | broke/broken/fractured my \
                jaw | jaw .. broken/locked/dislocated | call 911 | 911 | pus | abscess | 10/10 pain | unbearable | \
                excruciating | worst pain | pain .. unbearable/excruciating | cant take .. pain | cant stand .. \
                pain | skin .. turning/turned black/white/gray/purple | vision .. loss/blurry/lost | cant see out | \
                lost vision/sight | going blind | blister/blisters .. everywhere/face | infection .. spreading | \
                suicidal | kill myself | hurt myself | dying from .. pain | sepsis | overdose | severe \
                pain/swelling/bleeding/reaction | burned .. face/skin | wont stop throbbing",
            ),
            (
                Emergency,
                "bleeding wont/hasnt/isnt/doesnt/not/never .. stop/stopped/stopping/stops/slow/slowing/slowed/clot \
                | bleeding has/is/does not .. stop/stopped/stopping/slowing | \
                hasnt/isnt/wont/cant/doesnt/not/never/dont .. stop/stopped/stops/quit/quits .. bleeding | \
                has/is/does not stopped/stopping/stop .. bleeding | cant stop .. bleeding/blood | blood/bleeding .. \
                wont/doesnt/isnt/not/hasnt/cant .. clot/clotting/clotted/stop/stopped | bleeding .. \
                through/everywhere/nonstop/constantly/profusely/hard/heavy/bad | \
                pouring/spitting/swallowing/coughing/throwing/vomiting up? .. blood | blood pouring/gushing | \
                hemorrhaging | hemorrhage | soaked .. gauze/towel/pillow | bled all night | bleeding uncontrollably \
                | throat .. closing/closed/swelling/swollen/swelled/tight/tightening/blocked | throat \
                closing/closed/swelling/swollen | cant/hardly/barely .. swallow/breathe/breath | \
                hard/harder/difficult/trouble/difficulty to? .. breathe/breathing/swallow/swallowing | \
                tongue/lips/lip/face/throat/eyes/eye/neck/jaw/cheek .. swelling/swelled/ballooned/blew/puffing \
                up/fast/quickly/rapidly/badly/shut/bad/huge/more | face/tongue/throat/neck/eye/eyes/lips .. \
                swollen/swelling/swelled/ballooned | choking | wheezing | gasping | turning/turned/going/went/gone \
                blue | lips .. blue | hives all/everywhere | broke/breaking/broken out in hives | epi pen | epipen \
                | swelling .. neck/throat/eye/tongue/worse/fast/spreading/getting | chest \
                pain/pains/hurts/tightness/pressure | pain in my/his/her chest | chest is tight/hurting/tightening \
                | heart is? racing/pounding/stopped | cant feel my face/arm/side/legs/tongue | face .. \
                drooping/droopy/paralyzed | slurred speech | slurring | having/had/has/a seizure | seizing | stroke \
                symptoms | passing out | blacked out | blacking out | about to faint/pass | almost/nearly fainted | \
                keep/keeps fainting | @kin/i/he/she collapsed | had/having a stroke | lost consciousness | going to \
                faint | feel/feeling faint | might faint | not responding to me | fever .. \
                #/swelling/chills/infected | high fever | fever of | infected .. fever | infection .. \
                spreading/spread/neck/eye/throat | red streaks | red streak | pus .. coming/oozing/everywhere | \
                oozing pus | lost/losing .. vision/sight/eyesight | cant see .. out/well/clearly | vision .. \
                blurry/blurred/lost/gone/double/dark/cloudy | blurry/blurred/double vision | blind in | went blind \
                | cant see in | skin/area/lip/lips/nose/face/spot/cheek/forehead .. \
                turned/turning/is/went/going/looks/getting .. \
                white/blue/purple/black/gray/grey/blanched/mottled/dusky | blanching | mottled | skin/tissue \
                necrosis | vascular occlusion | skin is dying | skin dying | kill myself | killing myself | end my \
                life | end it all | take my own? life | want/wanted/going/ready to die | dont want to? \
                live/be-alive/wake | dont want to be alive | dont wanna live/be | better off dead | suicide | \
                suicidal | no reason to live | cut/cutting/hurt/harm/harming/hurting myself | wish i was/were dead \
                | overdosed | took too many pills",
            ),
            (
                Painless,
                "bleeding has/is/did finally? stopped/stopping/slowed | bleeding finally/already/pretty \
                stopped/slowed | no more bleeding/swelling/fever | not bleeding anymore > | isnt bleeding > | \
                wont/cant/doesnt stop smiling/laughing/talking/thinking | die/dying of/from \
                happiness/laughter/laughing/boredom/embarrassment/curiosity/shame/hunger | dying to \
                see/know/get/come/have/eat/smile | die laughing | killing me | to die for | want to die .. \
                embarrassment/laughing/shame/embarrassed | dont want to? live here/there/at | choking on .. \
                price/cost/bill/that | not/isnt/arent/nolonger swollen | swelling .. better/down/gone | no chest \
                pain | no fever | without fever | can breathe/swallow/see again/now/fine/better/ok | blood pressure \
                | blood work/test/thinner/thinners/sugar",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Death,
                "fallecio | falleció | murio | fallecida | fallecido | difunta | difunto | ha fallecido/muerto | ha \
                muerto | se murio | esta muerto/muerta | paso a mejor vida | en paz descanse | descanse en paz | ya \
                no esta con me/nosotros | yano esta con nosotros/me | yano vive | perdi a mi | perdimos a | funeral \
                | velorio",
            ),
            (
                Death,
                "yano/ya esta con me/nosotros | yano esta con me | yano/no esta con me/nosotros | yano esta entre \
                me | falleci | fallecieron | murieron | se me murio | ha muerto/fallecido | esta muerto/muerta | \
                @pariente muerto/muerta | paso a mejor vida | se me fue mi/al @pariente/cielo | se fue al cielo | \
                esta en el cielo | descansa en paz | que/en paz descanse | qepd | q.e.p.d | \
                lamentablemente/desgraciadamente murio/fallecio | perdi a mi/@pariente | perdimos a | lo/la \
                perdimos | la muerte de mi | partio de este mundo | acta de defuncion | esquela | sepelio | \
                entierro | luto | viuda | viudo | enterramos a | el/la finado/finada | finado | finada",
            ),
            (
                Myself,
                "muerto/muerta de miedo/hambre/cansancio/risa/sueno/sed/pena/verguenza/frio/calor/curiosidad | \
                diente/muela/nervio/telefono/celular/cel/bateria/carro .. muerto/murio/muerta | se me murio el/la \
                telefono/celular/cel/bateria/carro/nervio/pila | murio el/la/mi \
                telefono/celular/cel/bateria/carro/nervio/pila | perdi la/el/mi/un/una/mis/los/las | me quede \
                muerto/muerta | perdi a mi dentista/doctor/doctora | perro/perra/gato/gata/mascota .. \
                murio/fallecio/muerto | se me murio el/la/mi perro/perra/gato/gata/mascota",
            ),
            (
                Emergency,
                "no para/deja/paro/dejo de sangrar | no .. para/deja/paran/dejan de .. sangrar | no puedo \
                respirar/tragar/abrir-los-ojos | no puedo .. respirar/tragar | sangrado .. no para | sangrando \
                mucho/demasiado/bastante/sin/toda | sigue/sigo sangrando | mucha sangre | me cuesta respirar/tragar \
                | dificultad para respirar/tragar | hinchazon .. fiebre | fiebre .. \
                hinchazon/hinchada/hinchado/muela/cara | hinchada .. fiebre | hinchado .. fiebre | cara .. hinchada \
                | hinchada .. cara | cachete .. hinchado | hinchado .. cachete | se me hincho .. | me falta .. aire \
                | emergencia | urgencia > | es urgente > | reaccion alergica | dolor \
                insoportable/muy-fuerte/terrible/horrible | insoportable | no aguanto .. | me desmaye | desmayo | \
                dolor de/en pecho | pus | absceso | sangro mucho | al hospital",
            ),
            (
                Emergency,
                "no me? para/paran/deja/dejo/dejaba/paraba .. sangrar/sangrado/sangrando/sangrarme/sangre | no \
                ha/he parado/dejado de sangrar | muero/morir/muriendo de/del dolor | me puse/quede \
                morado/morada/azul | no puedo .. sangrar/sangrado/sangre/sangrarme/tragar/respirar/pasar-saliva | \
                no se me .. sangre/sangrado/sangra | no se me quita/para/detiene .. sangrado/sangre/hemorragia | \
                sangrado/sangre/hemorragia .. no/nose .. para/deja/detiene/quita/corta/coagula/parado | la sangre \
                no .. para/coagula/corta/detiene | no coagula | no .. coagula | sigue/sigo/seguia/continuo/continua \
                .. sangrando/sangrado | sangra/sangrando .. mucho/mucha/demasiado | me sale/esta-saliendo .. sangre \
                | saliendo .. sangre | escupo/escupiendo/vomitando/vomito .. sangre | hemorragia | desangrando | me \
                desangro | se me .. cierra/cerrando/cerro .. garganta | garganta .. \
                cerrada/cierra/cerrando/hinchada/inflamada | se me hincho/hincha/hinchando/inflamo/inflama .. \
                cara/lengua/garganta/labios/labio/ojo/ojos/cuello/boca/cachete/mandibula | se me esta/estan \
                hinchando/cerrando/inflamando .. | cara/lengua/garganta/labios/cuello/ojo .. \
                hinchada/hinchado/hinchando/hinchados/inflamada/inflamado | no respira | no respiro | me ahogo | \
                ahogando | ahogandome | me asfixio | asfixiando | me falta .. aire/respiracion | cuesta .. \
                respirar/tragar | ronchas .. todo/cuerpo/cara | anafilaxia | shock anafilactico | dolor de/en el? \
                pecho | me duele el pecho | opresion .. pecho | infarto | derrame cerebral | se desmayo | me \
                desmaye | desmayado/desmayada/desmayando | perdi/perdio el conocimiento | inconsciente | convulsion \
                | convulsiones | convulsionando | fiebre .. alta/#/muela/hinchado/hinchada/infeccion | infeccion .. \
                fiebre/extendiendo/extendio/cuello/ojo | tengo/con mucha fiebre | no veo .. ojo/nada/bien | \
                perdi/perdiendo la vision/vista | perdi la vision/vista | veo borroso/doble/borrosa/negro | vision \
                .. borrosa/doble | piel/labio/labios/nariz/zona/cara .. \
                blanca/blanco/morada/morado/azul/azules/morados/negra/negro/gris | me quiero morir > | me quiero \
                morir | quiero morirme/matarme/suicidarme | quiero morir | no quiero vivir | yano quiero vivir | no \
                quiero seguir viviendo | quitarme la vida | me voy a matar/suicidar | me quiero matar | matarme | \
                suicidarme | suicidio | hacerme dano | sobredosis | ambulancia | sala de emergencias | llamen al \
                911",
            ),
            (
                Painless,
                "me quiero morir de/del risa/verguenza/pena/hambre/ganas/amor/felicidad/emocion/aburrimiento/sueno \
                | quiero morir de/del risa/verguenza/pena/hambre/ganas/felicidad/emocion | yano .. \
                sangra/sangrando/sangro | paro/dejo de sangrar | me dejo/paro de sangrar | se me quito .. \
                sangrado/fiebre/hinchazon | sin fiebre | no veo .. mensaje/link/enlace/texto/foto/liga | no ha/he \
                sangrado | yano ha/he sangrado | no sangra/sangro .. mucho | no tengo fiebre | no sangro/sangra > | \
                presion de la sangre | prueba/analisis de sangre",
            ),
        ],
    ),
    (Pt, &[(Death, "faleceu | morreu")]),
];
