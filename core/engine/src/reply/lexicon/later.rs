//! Words for "not now". When it may be is read apart, in [`when`](super::super::when).

use super::Signal::{AskAgain, Idle, NotNow};
use super::Table;
use crate::reply::Language::{En, Es, Fr};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                NotNow,
                "wait and see | sit with it/this/that \
                | still/are/were discussing/debating/deciding/talking/weighing/comparing .. \
                | comparing/compare .. prices/quotes/options/places | 50/50 | fifty fifty | not .. # sure/percent \
                | not # percent .. | waiting to see/hear .. \
                | run it/this by/past .. | need/have/gotta to? run it/this by | shopping around \
                | not entirely/totally/fully/completely sure/convinced/decided \
                | if/when my insurance/benefits/hours/money/schedule .. \
                | not now | not rightnow | not just now | not at this/the time/moment/point/stage \
                | not at the moment | not at this | not today | not yet | not tonight \
                | not this week/month/year/time/season/moment/summer/quarter | not currently | not for now \
                | not for a while | not until | not till | not before | not quite yet | not quite | not ready yet \
                | not ready | not in the near | not anytime soon | not any time soon | not soon | < later > \
                | later please/thanks > | maybe later | perhaps later | later on > | another time \
                | some other time | some time later | in the future | down the road/line \
                | at a later/another/future/different time/date/point | at some point | sometime later | one day > \
                | someday | eventually | in due time | when i can > \
                | maybe/perhaps/possibly/probably .. next/later/after/in/another/soon/someday/when/sometime \
                | maybe > | < maybe | perhaps > | possibly > | maybe so | we'll see | ill see > \
                | ill see how/what/about | lets see > | time will tell | let me see > | let me see how",
            ),
            (
                NotNow,
                "ill/gonna/wanna/rather/want/need/have/going/like/prefer/decided/id .. wait | im waiting \
                | waiting on/for/until/till | lets wait | wait until/till/for/on/a | waiting > \
                | i/will/should/can wait > | hold/holding off | hold/holding on > | on hold | on hold .. \
                | put .. hold/off | putting .. off | postpone .. | postponing | delay | push .. back/off/out/to \
                | table .. for | pause .. | bit .. longer | a little longer | more time | some time > | need time \
                | time to think | give me time | give me a/some/few .. | take some time | taking a break \
                | think/thinking/thought about/on it/this/that | think it/this/things/everything over/through \
                | think/thinking about | need/gotta/let/want/wanna/have/still/like .. think \
                | still thinking/deciding/considering/debating/weighing/undecided/researching/shopping \
                | thinking .. over | thinking > | mull .. | sleep on it | sit on it | undecided | havent decided \
                | not decided | on the fence | deciding | considering | considering it | weighing .. options \
                | consider it | not sure | unsure | im not sure | not certain | not convinced | dontknow > \
                | dontknow yet/if/when/right/about | < dontknow | hard to say | depends | we'll discuss \
                | discuss .. with | discuss it | shop/shopping around | getting .. quotes | second opinion \
                | do .. research \
                | talk/talking/check/checking/speak/ask/asking/run/consult/discuss/discussing .. with/to/it-by .. \
                husband/wife/spouse/partner/mom/dad/parents/mother/father/family/boyfriend/girlfriend/son/\
                daughter/fiance/work/boss \
                | ask my husband/wife/spouse/partner/mom/dad/mother/father | my husband/wife first \
                | check/checking/look/see my/the/with .. schedule/calendar/finances/budget/work/insurance/bank",
            ),
            (
                NotNow,
                "ill/will/gonna/wanna/can/i/let/id .. call/contact/reach/text/message/phone/ring \
                you/yall/the/back/when/office/in/later/if/once/out/to/soon/myself/guys/u > \
                | ill .. call | i will call | will call | gonna call | ill phone | ill ring | ill call \
                | ill contact | ill reach | ill text | ill be in touch | be in touch | i call you | i can call you \
                | im calling you | ill give you/u/yall .. call | give you/u/yall a call \
                | get/getting back to/with you/u/yall | get back at you | circle back | let you/u/yall/guys know \
                | ill let you | keep you posted | ill follow \
                | ill schedule/book/come/make/do/get/set/setup .. \
                later/when/once/after/if/soon/myself/online/eventually/another \
                | when im/i/my/things/the/ive .. \
                ready/back/can/able/get/have/better/settle/allow/money/paid/done/insurance/save/feel/decide \
                | once i/im/my/things/the/ive | after i/my/im | when im ready | whenever im | as soon as i/my/im \
                | if i change my mind | if i decide | if i need/want .. | if anything changes \
                | until i/im/my/things | till i/im/my | until further notice | until then | save/saving up \
                | saving .. money | waiting on .. insurance/money/paycheck/approval/tax | tax refund/return/season \
                | taxes come | get paid | next paycheck | payday | pay day | when money | financially .. \
                | in between jobs | between jobs | out of work",
            ),
            (
                NotNow,
                "busy > | im .. busy | too busy | so busy | busy rightnow/now/today/at/with/this/atm/until/for \
                | really busy | kinda busy | busy time/week/month/season/schedule | swamped | slammed | hectic \
                | crazy rightnow/busy/schedule | lot going on | lots going on | so much going on | alot going on \
                | bad time | not a good time | isnt a good time | wrong time \
                | out of town/state/country/the-country/office | on vacation | on holiday | on a trip | traveling \
                | travelling | im away | away until/till/for/on | im sick > | been sick | im ill > \
                | recovering from | had surgery | having surgery/a | just had .. baby/surgery \
                | pregnant .. wait/after/until | in a meeting | at work > | im working | cant rightnow \
                | cant right now | cant at the moment | cant this/today/until/till/yet/before \
                | cant do it/this .. now/rightnow/until/till/yet \
                | cant afford .. now/rightnow/until/till/yet/moment/this | now .. isnt/not a? good | no ,not \
                | for now > | no rush > | no time > | dont have .. time | not enough time | cant find the time \
                | ask/check/try/remind .. later > | check/ask/try/remind/contact/text .. again/later/back \
                | later this/in/today > | later today | too soon | too early | summer is | waiting game \
                | until after | slow down > | maybe when | reach out later | call .. later > | call later",
            ),
            (
                NotNow,
                "ill lyk | lyk | gotta check/look/see/ask/talk/think | need to figure \
                | figure out .. money/finances/first | check my money/budget/funds/schedule/calendar \
                | will ring .. | ill ring .. | made up my mind | made my mind up | pray on/about \
                | praying on/about | pray over | let me pray | let me get back | get back to you | not just yet \
                | not quite there | not there yet | not in a rush | no hurry | in no rush | in no hurry \
                | cant commit | need to see | need to check | need to talk | need to ask | need to discuss \
                | have to talk | have to check | have to think | have to see | have to ask | give it some \
                | give it a | rather .. next/later/after | rather do it .. next/later/after/in \
                | do it next year/month/summer | do it later | do it another | try again/me | hit me up later \
                | catch me later | catch you later | ttyl | talk later | talk soon | text you later | brb \
                | give you a ring/shout/buzz/call | give .. office a call/ring \
                | ill give .. a? call/ring/shout/buzz | ill holler | ill shout | ill buzz | ill swing by when \
                | ill stop by when | when the kids | when school | when things | when work \
                | when i get/return/recover/move/retire/turn | when my | after vacation | after school \
                | after i get | after my | after the baby | after surgery | after payday | just had surgery \
                | just lost my job | got laid off | laid off | unemployed | not working rightnow \
                | between insurance/jobs | insurance resets/renews/starts | benefits reset/renew/start \
                | new insurance starts | new insurance kicks | in a bit | a while > | awhile > | in a while \
                | some day > | at a later | give me # days/weeks/months \
                | give me a/two/three/couple/few .. days/weeks/months | la otra semana | el otro mes | el otro ano \
                | a fin de mes/ano | a finde mes/ano | rain check | raincheck | kicking it down | put it off \
                | putting it off \
                | shelve | back burner | revisit .. later | can we revisit | hang tight | bear with me \
                | hold tight | one sec | hold on > | wait > | patience | not a priority rightnow | up in the air \
                | tbd | dunno > | not sure > | im undecided | i cant decide | cant decide | torn > \
                | need more time | hmm let me | let me check/see/look/think/ask/talk/get/discuss/consult/sleep",
            ),
            (
                AskAgain,
                "ask/check/try/remind/contact/text/message/call/reach/touch/follow/email/get/circle/ping/hit/\
                write/come/followup/revisit/reconnect/talk/speak/look .. \
                | followup | lets talk/revisit/do/reconnect/touch/look/plan/try/shoot/aim/wait/say | revisit \
                | try me | see you | sometime | i get back | im back | back in/on/by/from | home in/on/by/from \
                | return/returning in/on/from | available after/in/from/until-not | free after/in/until-not \
                | wait/waiting/hold/postpone/delay/push | not before/until/till | starting in | start in \
                | beginning in | more like | closer to | looking at | thinking | maybe | perhaps | probably \
                | around",
            ),
            (
                Idle,
                "cant wait | not sure about/of the price/cost/time | dont wanna wait | dont want to? wait \
                | no need to wait | why wait | not a minute later | no later than | how long .. wait \
                | can it wait until | i was waiting for .. you | been waiting for | thinking about you | not busy \
                | sooner than later | sooner rather than later | later in the day | later the same day \
                | later time | not in pain",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                NotNow,
                "hasta que tenga/me/cobre/llegue/pase .. | a ver si .. mes/semana/ano/puedo/luego | ahora no \
                | ahorita no | no .. ahora | no .. ahorita | por ahora no | no por ahora/el-momento \
                | por el momento no | no por el momento | en este momento no | no en este momento \
                | no este momento/mes/ano/semana | hoy no | todavia no | aun no | tal vez/ves | talvez | quizas \
                | quiza | a lo mejor | puede ser > | mas tarde | masde | masadelante | luego > \
                | luego le/les/te/me/yo/vemos | despues > | despues le/les/yo/te | despues ,gracias \
                | en otro momento | otro dia | otra ocasion | en otra ocasion | proximamente | algun dia \
                | no .. todavia | no .. aun \
                | voy/vamos/dejeme/dejame/tengo/necesito/quiero/lo/debo .. pensar/pensarlo/pensando/pensarlo \
                | pensarlo | pensandolo | estoy pensando | lo pienso | lo pensare | lo voy a pensar | lo tengo que \
                | lo consulto | voy a ver > | vamos a ver > | voy a ver .. si/cuando/con | ya veremos | < a ver > \
                | dejeme/dejame ver/consultar/hablar/checar/revisar/preguntar \
                | tengo que hablar/consultar/ver/preguntar/checar .. | hablar con mi \
                | hablarlo/platicarlo/discutirlo/comentarlo/checarlo/verlo con/en | tengo que hablarlo \
                | ahora mismo no | no se > | ni idea > | estoy esperando \
                | esperando .. seguro/respuesta/dinero/pago | ya os dire | ya les dire | ya le dire | le dire \
                | les dire | os dire | os llamo | os aviso | ahorita mismo no | por lo pronto no | de momento no \
                | mas al rato | al rato | luego veo | luego vemos | luego te/le/les/me | luego hablamos | orita no \
                | horita no | tal vez despues | cuando me paguen | cuando tenga dinero/tiempo \
                | si cambio de opinion/idea | quiza despues | lo dejamos para | lo dejo para | para despues \
                | para luego | para otro dia | espereme | esperenme | esperar un poco | me avisa/avisan \
                | dejeme/dejame | despues te | despues le | lo veo con \
                | necesito hablar/consultar/hablarlo/consultarlo con | deja veo | deja checo | dejeme ver \
                | consultar con mi | consultarlo | preguntarle a mi | no se todavia/aun/si \
                | no estoy segura/seguro | no he decidido | no me decido | indecisa | indeciso | voy a esperar \
                | prefiero esperar | mejor espero | quiero esperar | me espero | esperar a/que/un/hasta/poco \
                | un poco mas | deme/dame/denme un/unos momento/segundo/minuto/minutos/poco/par | necesito tiempo | mas tiempo \
                | cuando pueda | cuando tenga | cuando me/este/cobre/regrese/vuelva/junte/termine/reciba \
                | en cuanto pueda/tenga | yo les/le/te/los llamo/hablo/marco/aviso/escribo/contacto/llamare \
                | les/le/te/los llamo/hablo/marco/aviso/llamare/escribo/contacto/confirmo/digo/dejo | yo llamo \
                | yo llamare | voy a llamar | voy a hablar con | llamo despues/luego/mas | le/les aviso | te aviso \
                | yo aviso | me comunico | les estare llamando | estoy ocupada/ocupado | ocupada/ocupado > \
                | muy ocupada/ocupado | estoy trabajando | estoy de viaje/vacaciones | ando de viaje/fuera \
                | estoy fuera | fuera de la ciudad | de vacaciones | estoy enferma/enfermo | mal momento \
                | no es buen momento | no tengo tiempo | aplazar | posponer | pospongo | estoy juntando \
                | ahorrando | cuando cobre | mientras tanto no \
                | no puedo ahora/ahorita/todavia/aun/este/hoy/por-ahora | no puedo .. ahora/ahorita/todavia",
            ),
            (
                AskAgain,
                "llameme/llamenme/llamame/escribame/escribanme/contacteme/contactenme/busqueme/hableme/avisenme/\
                aviseme/recuerdeme/recuerdenme/pregunteme/preguntenme/marqueme/marquenme \
                | me llaman/llama/escriben/contactan/avisan/recuerdan/buscan/hablan \
                | me pueden/puede llamar/escribir/contactar/recordar/avisar/hablar/marcar \
                | pueden/puede llamarme/escribirme/contactarme/recordarme | vuelva/vuelvan a | hablamos \
                | nos vemos | regreso | vuelvo | hasta | despues | a partir | mejor | seria | tal vez/quizas \
                | para | hagamoslo | lo hago | lo hacemos",
            ),
            (
                Idle,
                "no puedo esperar | no quiero esperar | despues de usted | a ver cuando | puede ser el \
                | hasta luego | hasta pronto",
            ),
        ],
    ),
    (Fr, &[(NotNow, "pas maintenant | plus tard")]),
];
