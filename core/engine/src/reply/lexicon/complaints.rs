//! What somebody puts up with: a call that never came, a bill that is wrong. Neither a yes, a no nor a "later"; a
//! person calls, or answers. Beside them what only sounds like a stop, a wrong number or a "no".

use super::Signal::{Billed, Clinical, Idle, Insurance, NotNow, Reschedule, Waited};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Waited,
                "have/been/im/still/was waiting on/for/to that/the/my/your/a/an/someone/somebody/you/anyone/hear/yall/dr/\
                this .. call/callback/appointment/answer/response/reply/back/promised/estimate/quote/results/call-back \
                | still waiting on/for you/someone/somebody/anyone/your/that/the .. \
                | < still waiting > | making/made/make/makes me wait/waiting | been waiting ... #/@count days/weeks/months/hours/day/week/month/hour \
                | waited ... #/@count days/weeks/months/hours/day/week/month/hour \
                | been waiting since/forever/days/weeks/months .. | #/@count days/weeks/months .. still waiting \
                | waiting .. to? get/for a? call/callback/response/answer/reply .. \
                | waiting .. call me .. | waiting .. for .. to call .. \
                | noone/nobody has/ever/have called/returned/contacted/answered/responded/replied me? back? \
                | noone/nobody ever? called/calls/answers/responds/replies me? back? \
                | never called/heard/got/returned/responded me/back/from/my/a .. back/call/you/callback/answer \
                | never called/called-me me? back > | never heard back | you never called/responded/returned .. \
                | you/they/office said/promised you'd/youd/you/someone/they/somebody/she/he would/will/were .. call .. \
                | told someone/somebody/you/they would/will call .. | you/they promised .. \
                call/callback/appointment > | how long .. wait .. call/callback/answer",
            ),
            (
                Billed,
                "@owed .. is/are/was/were/looks/seems/look/seem/be .. wrong/incorrect/off/inaccurate/false/mistake/error \
                | @owed .. is/are/was/were/looks/seems not .. right/correct/accurate/mine \
                | @owed .. isnt/arent/wasnt/cant/doesnt/dont .. right/correct/accurate/mine \
                | wrong/incorrect bill/balance/charge/charges/amount/invoice/statement/total/price \
                | mistake/error/problem/issue on/with/in my/the/this/your bill/balance/invoice/statement/charges/charge \
                | overcharged | over charged | double charged | double billed | overbilled | charged/billed me? twice \
                | why did/was/were/am/are i/you .. charge/charged/billed/bill .. \
                | why .. charged/billed me/us/twice/for \
                | charged/billed me/us .. twice/wrong/wrongly/too/more/double/incorrectly/much \
                | shouldnt have been charged/billed | shouldnt owe | dont owe you/this/that/anything",
            ),
            (
                NotNow,
                "no ,rightnow | not right this second/minute/moment/instant/day | no ,next/this week/month/year/summer/spring/fall/winter | no ,not? this/next week/month/year/summer/spring/fall/winter/quarter \
                | no ,thanks rightnow > | no ,not? at this time | rightnow no > | rightnow ,no > \
                | this week/month/year/summer/spring/fall/winter no > | not this .. week/month/year/summer/quarter \
                | ill/will/i call/phone/ring/text/contact .. when/whenever/once/if .. | ill do it when/whenever/once .. \
                | i will call/phone/ring/text .. when/whenever/once/if ..",
            ),
            // A fear is a question, for somebody who can answer it.
            (
                Clinical,
                "too/so/very/really/pretty/bit/little/kinda/just/still scared/nervous/afraid/anxious/worried/terrified \
                | scared/afraid/nervous/terrified/hesitant/worried/anxious of/about/it/that _? _? _? \
                | im/am/was/get/being .. scared/afraid/terrified/anxious/frightened/petrified | scared > | terrified \
                | not/dont .. comfortable with/about/being .. | hate/scared/fear/phobia needles/needle/shots/dentist/\
                dentists/drilling/drill | scares/scare/frightens/terrifies me | hate the dentist | fear of .. | phobia | dental anxiety | panic attack",
            ),
            (
                Insurance,
                "lost/lose/losing my? insurance/coverage/medicaid/dental-insurance .. | i lost my insurance \
                | dont/do not? have .. insurance/coverage | no insurance > | no insurance anymore/now/rightnow/yet/at \
                | uninsured | my insurance ended/ran/expired/lapsed/terminated .. | without insurance",
            ),
            (
                Reschedule,
                "take/get/move/switch me/us off/from .. and/but? put/move/switch/schedule/book me/us on/for/to/in @weekday | < @no ,@weekday/tomorrow | < @no ,on/the/not @weekday/tomorrow | < not on? @weekday/tomorrow | < @weekday/tomorrow ,no > \
                | take/get/move/switch me/us/my off/from .. and/but/then? put/move/switch/place/schedule/book me/us/my \
                .. with/to/under * | take/get/move/switch me/us off/from .. and/but put/move/switch/place/schedule/\
                book me/us with/to/under/in dr/doctor/another/somebody/someone/the/your ..",
            ),
            (
                Idle,
                "want/wanna/like/need/how/can/wish/where/who .. file/make/submit/lodge/register a/an/my? \
                complaint/grievance > \
                | file/make/submit/lodge/register a/an complaint/grievance about/against the/my/a/your/one/dr/doctor/\
                hygienist/@owed .. \
                | send/sending/sent it/this/that/claim/claims/bill/bills/xrays/records/estimate/form/forms/me/us .. to my/the? \
                delta/cigna/aetna/metlife/medicaid/guardian/humana/anthem/insurance/another/different/other/another_dentist .. \
                | send/sending/sent the/my/this/that claim/claims/bill/bills/xrays/records/estimate/form/forms .. to * \
                | send/sending/sent the/my/this/that claim/claims/bill/bills/xrays/records/estimate/form/forms .. to \
                delta/cigna/aetna/metlife/medicaid/guardian/humana/anthem/insurance/my/another/another_dentist | send/sending it/claim/claims/bill/bills/xrays/records/estimate/form/forms .. to * \
                | take/get/move/switch me/us off/from .. and/but put/move/switch/place/schedule/book me/us with/under/in \
                dr/doctor/another/somebody/someone/* .. \
                | say/says/said/saying/mean/means/mentions to? reply/text/send/type/write/respond stop .. \
                | say/says/said/saying/means to? reply/text/send/type/write/respond with? stop .. \
                | stop making me laugh/smile/blush/cry/hungry/jealous/feel/giggle \
                | stop being so nice/sweet/funny/kind/cute/good \
                | im/am/was/so/are/all done/tired/sick/over/finished with/of? waiting \
                | done/tired/sick/over with/of? waiting | check/know/see/tell/ask/sure/find/out/verify if my insurance | sick and tired of waiting",
            ),
            // A wrong number on file is not a wrong number.
            (
                Idle,
                "wrong/incorrect/old number/id/numbers for/on/in my/the/our insurance/policy/account/file/record/chart/\
                pharmacy/plan/doctor/member/card/claim/records/profile/emergency/husband/wife/work \
                | wrong/incorrect/old member/group/policy/insurance/account/id/claim/social/card number/numbers/id/# \
                | have/has/got/had/using/used/put the/my/a/an? wrong/incorrect/old \
                address/email/name/last/first/birthday/birthdate/dob/date/insurance/policy/plan/time/day/card/age/\
                spelling/pharmacy/doctor/dentist/tooth/info/information/zip/mail/middle .. \
                | wrong/incorrect address/email/name/birthday/birthdate/dob/insurance/policy/pharmacy/tooth/zip/day/date \
                | insurance/policy/member/group/account/id number .. is/was wrong/incorrect/changed \
                | my new number/phone/cell is/its | new number is # .. \
                | oops/whoops/oopsie/ups ... ,wrong person/number/chat/text/thread/one/convo/group \
                | wrong person/number/chat/text/thread ,my bad | my bad ... ,wrong person/number/chat/text/thread | wrong chat/thread/convo/text/window",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Waited,
                "llevo/llevamos/tengo/tenemos/hace .. #/@count .. esperando .. | llevo/llevamos .. esperando .. \
                | esperando .. que me/nos llamen/llame/hablen/marquen/contesten/den/respondan/atiendan/avisen .. \
                | esperando su/la/una/mi llamada/respuesta/cita .. | sigo/seguimos/estoy esperando .. su/la/una/que/mi \
                llamada/respuesta/cita/me/nos .. \
                | nadie/nunca me/nos ha/han/llama/llamo/hablo/contesta/contesto/llamaron/hablaron/respondio/marco/\
                respondieron/contestaron/marcaron .. llamado/hablado/contestado/respondido/marcado/contactado? \
                | nadie contesta/responde/llama/llamo/contesto .. \
                | no me/nos han/ha llamado/contestado/respondido/hablado/marcado .. \
                | dijeron/dijo/prometieron/quedaron/quedo que/en me/nos? llamaban/llamarian/iban/llamar/llamarme .. \
                | me/nos iban/iba a llamar ..",
            ),
            (
                Billed,
                "factura/cuenta/cobro/recibo/saldo/monto/cargo/precio .. esta/es/viene/salio/estan .. \
                mal/incorrecto/incorrecta/equivocado/equivocada/error/erroneo .. \
                | me/nos cobraron/cobro/estan/han .. de mas/doble/mal/veces/otra | cobraron de mas \
                | me/nos cobraron/cobro .. doble/mal/dos/demas/otra | error en mi/la/el factura/cuenta/cobro/recibo \
                | por que me/nos cobraron/cobro/estan/han .. | porque me/nos cobraron/cobro .. | no debo nada",
            ),
            (
                NotNow,
                "< esta/este mes/ano/semana/verano/invierno/otono/primavera/temporada no .. \
                | < no ,proxima/proximo semana/mes/ano | < no ,la/el/hasta proxima/proximo semana/mes/ano \
                | < no ,la/el semana/mes/ano que/proxima/proximo | < no ,hasta .. | de aqui a | esta/este mes/ano/semana/verano/invierno/otono/primavera ,no > \
                | < no ,esta/este mes/ano/semana/verano/invierno/otono/primavera \
                | < no ,este/por-el/en-este momento | < no ,ahora/ahorita | no ,por ahora > | ahora ,no > \
                | deme/dame/denme/demen un/una/unos/unas/dos/tres/cuatro/# .. \
                dia/dias/semana/semanas/semanita/mes/meses/tiempo/rato/ratito \
                | deme/dame/denme mas? tiempo/tiempito/chance | llamo/llamare/marco/hablo/aviso cuando ..",
            ),
            (
                Clinical,
                "me/le da/dan/daba miedo/pavor/terror/panico/nervios .. | tengo .. miedo/pavor/terror/panico/nervios \
                | tengo miedo/pavor a .. | miedo > | miedo a/al/de/del .. | estoy/soy .. \
                nerviosa/nervioso/asustada/asustado/miedosa/miedoso | fobia | me asusta/asustan ..",
            ),
            (
                Insurance,
                "perdi mi/el seguro/aseguranza/cobertura .. | me/nos quede/quedamos sin seguro/aseguranza .. \
                | no tengo/tenemos/cuento .. seguro/aseguranza/aseguransa/cobertura | sin seguro/aseguranza \
                | ya no tengo seguro/aseguranza | yano tengo seguro/aseguranza | se me acabo/vencio .. seguro/aseguranza",
            ),
            (
                Reschedule,
                "< no ,@weekday | < no ,el/los @weekday | < el @weekday ,no > | < @weekday ,no > | < manana no > \
                | no quiero/puedo/voy a? ir/venir/hacerlo/que/sea/cita? el/la/los @weekday/manana",
            ),
            (
                Idle,
                "quiero/quisiera/deseo/necesito/como/donde/puedo .. poner/presentar/hacer/meter/levantar una? \
                queja/reclamo/reclamacion .. \
                | quiero/quisiera/deseo/necesito .. dejar de tener/sentir/sufrir/fumar/tomar/pagar/usar \
                dolor/dolores/miedo/molestias/problemas/caries/_ | dejar de tener/sentir/sufrir/fumar/tomar/comer/doler/sangrar/preocuparme/pagar/trabajar/ir/venir/\
                usar/esperar/llorar/apretar/rechinar/morder/morderme/sonreir/beber \
                | no me/nos/la/lo? manden/mande/envien/envie/pasen/pase/refieran/cambien/cambie/deriven a/con/al \
                otro/otra/doctor/dentista/especialista/seguro/delta/cigna/aetna/medicaid/lugar .. \
                | no me/nos manden/mande/envien/envie/pasen/pase/refieran/cambien/cambie .. a/con \
                anotherdentist_es/otro/otra .. doctor/dentista/especialista/lugar/clinica/persona/oficina \
                | no me/nos/la/lo manden/mande/envien/envie/pasen/pase/refieran/cambien/cambie .. a/con anotherdentist_es \
                | no la/lo/las/los manden/mande/envien/envie a delta/cigna/aetna/medicaid/mi/la ... \
                manden/mande/envien/envie/mandenla/mandela/mandenlo/envienla/envienlo/sino \
                | no la/lo/las/los manden/mande/envien/envie a * .. \
                | dice/diga/decia/pone que? responda/responder/conteste/escriba/mande/envie/ponga/texto stop/alto/baja/\
                parar ..",
            ),
            (
                Idle,
                "numero/telefono incorrecto/equivocado/errado/mal/viejo de mi/la/el/nuestro/nuestra \
                seguro/aseguranza/poliza/cuenta/tarjeta/expediente/farmacia/trabajo/esposo/esposa \
                | tiene/tienen/tengo/pusieron/puso/dieron/esta .. mal/equivocada/equivocado/incorrecta/incorrecto .. \
                direccion/correo/nombre/apellido/fecha/seguro/poliza/aseguranza/email \
                | direccion/correo/nombre/apellido/fecha/seguro/poliza/aseguranza/email .. \
                mal/equivocada/equivocado/incorrecta/incorrecto/errada/errado > \
                | nuevo numero es | mi numero nuevo .. | mi nuevo numero/telefono/celular .. \
                | mi telefono/celular nuevo .. \
                | ups/uy/upps ... ,persona/chat/numero equivocada/equivocado | chat equivocado",
            ),
        ],
    ),
];
