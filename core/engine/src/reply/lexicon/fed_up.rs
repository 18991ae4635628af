//! Stops that name no message: threats, weariness, "leave me be", and what only sounds like them.

use super::Signal::{Idle, OptOut, OptOutUnlessPain};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            // What happens if it goes on.
            (
                OptOut,
                "another/more @note/text/message/call .. and/ill/im/or/gonna ... ,@threat | one more > \
                | one more time .. and/ill/im/or ... ,@threat \
                | @reach me .. again .. and/ill/im/or/see/i ... ,@threat/happens \
                | @reach me .. one more time ... ,@threat | if you .. @reach .. again \
                | if you/i .. @coming/keep ... ,@threat \
                | if i get .. another/more .. @note/text/message/one/these/from | keep @coming ... ,@threat \
                | keep it up ... ,@threat | keep this up ... ,@threat \
                | ill/will/gonna/going/im/id/am/have/already/been/be/getting be? to? \
                report/block/sue/suing/reporting/blocking/reported/blocked you/this/these/yall/u/it/your/the?/> \
                | number/numbers/you/youre/yall/are .. blocked/reported > \
                | hear/hearing from my lawyer/attorney/attorneys \
                | contacting/contact/calling/call/talking/getting/get to? a/my/our lawyer/attorney \
                | see you in court | take/taking you to court | claims court \
                | call/calling/calls the police/cops \
                | each/every/per text/message/@note .. fine/violation/dollars/bucks | better business bureau | bbb \
                | report/reporting/reported .. to .. fcc/ftc/carrier/verizon/att/tmobile/authorities \
                | attorney general | consumer protection | cease-and-desist | restraining order | class action \
                | get in trouble for this | bad/terrible/negative/one-star review if | negative review",
            ),
            // Has had enough.
            (
                OptOutUnlessPain,
                "sick/tired/fed/over/done/finished/through up? of/with/from/by? you/yall/u/ya guys/people? > \
                | done/finished/through with these/this/yall/you guys/people? > \
                | cant take this/it/these anymore/any > \
                | this/its/it is? getting/gotten/becoming/really/so .. old/ridiculous/annoying/excessive/creepy/\
                insane > \
                | this/it/its .. out of hand/control > | too much of this > \
                | getting .. annoyed/annoying/old/ridiculous > \
                | you/youre/yall/people/guys/folks/office are? .. \
                relentless/annoying/ridiculous/pests/pest/creepy/pushy/stalkers/scammers/desperate/unbelievable/\
                obnoxious/nuisance/harassing/bothersome > \
                | such a nuisance/pest | so/very/super/how annoying > | < annoying > | stop > please/im/i/begging \
                | what part of no/stop/dont/not \
                | which part of no/stop/dont/not | what dont you understand | do you not understand \
                | do you people not | dont you people/guys/ever understand/listen/get/read | cant take a hint \
                | take a hint | get the hint | enough of this/these/it/you/yall > | said enough | i said no more > \
                | said no more > | no more ,i said | no more ,okay/ok/please/thanks > | im good on these/this/texts \
                | let me live > | give it up > | give up already | leave it > leave me \
                | when will this/these/it stop/end \
                | does this/it ever stop/end | will this/these/it ever stop/end \
                | how many times do/must/have/will/did/should \
                .. tell/ask/say/text/reply/stop/send/type/request/optout/told/asked/said | how many times > \
                | isnt it enough | wasnt once enough | got the point | get the point already | i get it already \
                | quit already > | just quit > | knock it off | peace and quiet | in peace | some peace > \
                | let me rest > \
                | get a clue | get off my back/case/phone | off my back/case | up my phone",
            ),
            (
                OptOut,
                "to be taken off/out | not be? on/in .. @list anymore/please/> | be taken off/out \
                | be off/out of this/these/your/the .. list/thing/texts/messages/group > \
                | @mine/phone/line/cell/business/landline ... ,dont/not use/call/text it/this \
                | gave you/yall/u my/this number ... ,dont \
                | get/got/gotten/have/find/found my/this number ... ,dont/remove/delete/lose/erase/stop/forget/take \
                | forget you .. me/number > \
                | my/this @mine ... ,erase/delete/remove it > | if you/yall/u/they/these .. stopped/quit/ceased/didnt \
                | have/get/getting these/this/them/@notes .. stopped/ended/cancelled \
                | @reach me? no more/longer | dont ask again/anymore | dont ask me .. again/anymore | stop asking \
                | quit asking | dont/not include me \
                | like out > | told/asked/telling/asking/begged you/yall/u/them/people to stop/quit \
                | whoever .. stop > | who .. is stop > | no more .. stuff/crap/junk/nonsense/bs \
                | take/taking/took/takes back my consent/permission \
                | consent/permission denied/refused/withheld | report/reporting/reported as/for \
                | nolonger want/need this/these >
                | pull my number | text/texts/texting/message/messages/messaging me? way? too/so much/often/many \
                | text/message me every/each day/week/hour/morning \
                | you/yall/guys .. text/message/texting way? too much/often \
                | not your patient/client/customer .. | not even a patient \
                | these/those/this/texts/messages are/is/were? \
                not/never .. asked/requested/authorized/approved/needed/necessary/wanted \
                | texts/messages/these/reminders are \
                unnecessary/pointless/useless/unwanted/unneeded | unnecessary/useless/pointless @notes \
                | go bother/text/bug/annoy/harass someone/somebody/anybody/people | bother/bug somebody else \
                | dont do .. texts/texting/text/texted > | dont do this? texting | dont do these texts/text \
                | we dont text \
                | @reach the house/landline/home ... ,or nothing | or nothing > | not a text/texting/texter person \
                | take me out > | out of this > | lose me > | lose contact | let go of my number \
                | never heard of you ... \
                stop/remove/dont/delete/quit | no thank you to .. @notes/texting/text | say no to .. @notes \
                | hard no on/to .. @notes | pass on .. @notes | could do without .. @notes/these \
                | can do without .. @notes/these \
                | could live without .. @notes/these | spare me > | spare me .. @note/these/this \
                | save your texts/messages/breath/time \
                | save it > | dont waste my/your time/breath .. | quit wasting my/your time \
                | not interested in any of this/it \
                | not interested in this/these > | wanted to? stop > | < off please > | me off please > \
                | no longer a patient .. remove/stop \
                | stop pls im | not subscribe | dont subscribe | didnt authorize | not authorized to \
                | no authorization \
                | this/these/it needs/need/has/have .. stop/end/cease > | would it kill you to stop \
                | for the love of god .. stop/quit \
                | for gods sake .. stop/quit | i unsubscribe | consider me unsubscribed/out/off",
            ),
            // One word, or a few, that say it all.
            (
                OptOut,
                "no means no > | cancel this/the/text/your service \
                | @takeoff my wife/husband/mom/dad/mother/father/son/daughter ... ,from/off these/your/the \
                texts/messages/list \
                | @reach me too much/often/many | no more these/this/those > \
                | stressing/stress me .. with/by .. these/this/@notes | stop or else | < scram | spam alert \
                | forwarding/forward/forwarded .. to # > | this is a no text/call/contact \
                | give me some space/peace > | take both/all/our/them/us .. @mine off \
                | stop/quit/end these things/ones | these/texts/messages/reminders bother/bothers me \
                | dont remember/recall signing/agreeing/subscribing/opting .. \
                | @takeoff him/her/them/mom/dad/grandma/grandpa/mother/father/husband/wife/son/daughter .. \
                off/from/out your/the/this/these/all @notes/list \
                | @takeoff my/our him/her/them/mom/dad/grandma/grandpa/mother/father/husband/wife/son/daughter .. \
                off/from/out your/the/this/these/all @notes/list \
                | no more from you/yall | dont check in/on again/anymore/me/with | cancel all > \
                | take down my/this @mine | < removal > | removal requested | like/want/need removal \
                | < please ,delete > | please delete > \
                | no/not want .. @note | no/not send .. @note | < not send > | no send > | < end end | < quit quit \
                | take my/this @mine out > | by mail only | < mail only | < not this number > | < halt > | < mute > \
                | < deactivate > | < junk > | < unsolicited > | this/its/is junk > | junk @note > | < not ever > \
                | @reach me never > | < didnt ask > | bot begone | begone \
                | stop is/was/isnt/doesnt/didnt/not/wont/aint .. work/working/worked/honored \
                | answer/response/reply/vote is stop > | why/how am/did i .. on/get/got .. list \
                | who put me on .. list \
                | who signed me up .. | dont want/need me > | still @coming me/us | say/said/told .. about @coming \
                | opting me out | opt .. me .. out \
                | good on the/these/your/all/them .. @notes | text/scam/spam/number/sender/you/youre/are blocked > \
                | take .. @mine .. down > \
                | clear/bin/scrap/nix/zap/chuck my/this number | pester somebody/someone else > | get it .. stop > \
                | yes/hi/hey .. not text > \
                | no need to followup again/anymore/with/on > | no need for .. followup/followups \
                | not doing texts/texting",
            ),
            // What only sounds like one.
            (
                Idle,
                "file/filed/filing/have/has .. insurance/billing complaint/claim \
                | can/could/how i/do/to .. unenroll from .. plan/discount/program \
                | harassment training/seminar/class/course/case | meant to .. someone/somebody \
                | do texts/messages cost | not my phone/number/cell/name \
                | nothing/cant/wont/nobody/nothings .. stop me/us | for not @coming/answering/responding/replying \
                | not texting/calling/messaging back/sooner/earlier/you \
                | dont call/text/bother .. at night/work > | dont call/text/bother .. at night/work please/thanks > \
                | dont call/text/bother .. at night/work ,call/text/use/try \
                | dont call my/the work/job/house/home/landline ,call/text/use/try \
                | dont call the/my work/job/house/home/office > | text/texting while/and driving/drive \
                | cease fire | < you/yall/they/u didnt/never/havent @reach/@reached me | nobody @reached me \
                | didnt/never/havent .. @reach me back \
                | never @reached me the | dont send me to | remove/delete/erase my/the old number/phone/cell/email \
                | is/are/was/got blocked > \
                | block off/out .. slot/time/morning/afternoon/appointment | block the number \
                | block the .. slot/time/morning/afternoon/spot \
                | what does/do/is .. stop mean/for | saying/says/said/say reply/text/send stop \
                | have to reply/text/say stop \
                | no @note/calls/texts/messages/emails from _ .. yet/so/today/back | no @note yet \
                | stop .. sending/mailing me? .. bill/bills/invoices/statements/invoice/statement \
                | dont text/send/email/message me .. @records | dont send .. @records \
                | lawyer/attorney .. needs/asked/wants/requested .. @records \
                | lawyer/attorney .. @records | when will you stop charging/billing | named/name/is/im sue \
                | sue is/says/said/here/from/at \
                | from sue | its sue | police report | police officer | police department | report card | lab report \
                | report says/said/shows \
                | end of the line | get off work/early/at | got off work | off work \
                | one more tooth/question/thing/week/month/day/visit/appointment \
                | one more > for | leave me the | too much pain/bleeding/sugar | had enough pain/time/money \
                | enough money/time/pain/coverage/left \
                | enough for/to | not enough | good enough | rest in peace | rip",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                OptOut,
                "no quiero/deseo/necesito/queremos/deseamos/interesa .. informacion/info/publicidad/nada/contacto .. \
                de/con/su/sus? \
                ustedes/uds/usted/parte > \
                | no quiero/deseo/necesito mas? informacion/info/publicidad/nada-mas > \
                | yano quiero/deseo/necesito mas/de? \
                esto/eso/estos/esos/estas/informacion/nada/mas > \
                | yano quiero/deseo/necesito esto/eso/estos/esos/estas/informacion/nada/mas > | yano quiero nada .. \
                | no quiero .. nada de ustedes/uds \
                | no quiero .. esto/estos/estas mas > | no quiero mas de? esto/estos > | no quiero mas > \
                | no quiero nada mas de \
                | poner/poniendo/pongo/presentar/meter .. queja/demanda/denuncia \
                | los/les/te/lo demando/reporto/denuncio/bloqueo \
                | voy a tener que bloquear/bloquearlos/bloquearte/reportar/reportarlos | reportarlos | bloquearte \
                | demandarlos | denunciarlos \
                | los tengo bloqueados | ya los bloquee | los bloquee | los reporte | ya los reporte \
                | hablar con mi abogado | mi abogado/abogada va/los/les/se/te/sabra | con mi abogado/abogada \
                | que molestos/molesto/molestia/pesados/necios/insistentes/latosos/fastidio .. \
                | son muy/bien/unos molestos/pesados/necios/insistentes \
                | molestos > | como/cuanto molestan/friegan/chingan/joden | ya me canse/harte/aburri/fastidie .. de .. \
                esto/eso/ustedes/sus/tus/tantos/tanto/los/estos/@mensajes/que | ya me tienen .. \
                | me tienen hasta/cansado/cansada/fastidiada/fastidiado \
                | hasta la madre/coronilla/gorro | ya fue mucho/demasiado/bastante > | ya chole | ya dejenme \
                | ya dejeme | ya dejame | ya dejen \
                | ya quitenme | ya saquenme | ya borrenme \
                | no .. den/dar/use/usen/utilicen mi/este numero/telefono/celular \
                | no usen este/mi | quien .. dio .. mi numero ... ,borren/borrenlo/quiten/quitenlo/no/dejen \
                | mi numero ... ,borrenlo/borrarlo/eliminenlo \
                | no tienen/tiene .. permiso/autorizacion/derecho | sin mi permiso/autorizacion/consentimiento \
                | violando mi privacidad \
                | es ilegal | no me anden | no esten chingando/molestando/fregando/jodiendo | no frieguen | no jodan \
                | no chinguen | no chingues \
                | no mamen .. dejen/paren/ya | ya ni/no le sigan | ya no le sigan | no le sigan | no sigan > \
                | no siga > | no insistan | no insista \
                | no insistas | no hace falta que me? .. @manden/escriban/avisen/recuerden/recordar \
                | no es necesario que me? .. @manden/escriban/avisen/recuerden \
                | no necesito .. recordatorio/recordatorios/avisos/que \
                | no ocupo .. recordatorio/recordatorios/avisos/@mensajes | no ocupo que me \
                | olviden/olvida/olvide mi/este numero | pierdan mi/este numero \
                | hagan de cuenta que no | ya no existo \
                | ya no soy .. paciente/cliente ... ,no/quiten/borren/saquen/dejen/paren \
                | salganse | larguense | larguese | vayase | vayanse | lejos de mi | ya basta > | que .. ya paren \
                | hasta cuando .. @mensajes \
                | hasta cuando > | me quiero salir | me salgo | sacarme de aqui/esto/ahi/este \
                | cancelacion de @mensajes | cancelar .. suscripcion/subscripcion/subscription \
                | ya pueden dejar/parar | pueden dejar/parar de .. | pueden parar | puede parar > | puede dejar de .. \
                | podrian dejar/parar de? .. \
                | podria dejar/parar de? .. | dejar/dejen de insistir | no busquen | no nos busquen | no me busquen \
                | ya no me busquen \
                | no contactar | no contactarme | no llamar | no molestar | no escribir | no enviar .. @mensajes \
                | no mandar .. @mensajes/nada \
                | no enviar mas | no mandar mas | no mas > spam | puro spam | es spam > | baja .. @mensajes \
                | a este numero no | < bajale | < bajele | < bajenle | cancelar todo/todos \
                | estoy harta/harto/fastidiada/fastidiado > | me fastidian/molestan/hartan/cansan/fastidia > \
                | no den/dar/dan/des lata | dar lata | dando lata \
                | no les/le/te di mi numero/permiso | no me interesa nada .. ustedes \
                | que insistencia/lata/fastidio/molestia/flojera | mi baja > \
                | tanto mensaje | me niego a recibir | no estoy deacuerdo en/con .. recibir/@mensajes | < salir > \
                | abstenganse .. | abstengase .. | abstenerse .. @mensajes | baja inmediata \
                | cancelen/cancele .. mi/este numero/telefono | no me den/des/de mas? lata \
                | no quiero eso/esto en mi telefono/celular/cel \
                | rechazo/renuncio a? .. @mensajes \
                | @mensajes yano son/es .. necesarios/necesario/necesarias/necesaria | respeten/respete .. privacidad \
                | no quiero/deseo/necesito .. ofertas/oferta | spam bloqueado \
                | < para con/de los/las/sus/tus/estos/esos/tanto/tantos | no me sirve/sirven .. @mensajes \
                | no me apunte a | quien/quienes .. dio/dieron .. permiso/derecho | me cansaron .. | ya cansense \
                | cansense \
                | me estan molestando/fastidiando/hartando/cansando/acosando | yano ,porfavor > \
                | llamo/llamar/hablo/llamamos a la policia \
                | si me/nos .. @manden/escriben/llaman/mandan .. otra/nuevo ... ,los/llamo/demando/reporto/bloqueo \
                | < reportado/reportados/bloqueado/bloqueada/bloqueados/bloqueadas > \
                | reportado/reportados/reportada como/por | son unos .. acosadores | acosadores | < suficiente > \
                | < para > | desuscriban .. | desinscribirme | desinscribir \
                | terminen/termine con | yano .. de ustedes >",
            ),
            (
                Idle,
                "es spam esto | dar/di/dieron de baja .. seguro/plan \
                | cuantas veces tengo/hay/debo/tendre que ir/volver/venir/regresar | acoso escolar/laboral \
                | no tengo/tenemos permiso | no me dan/dieron/dio permiso | esta/estuvo de baja \
                | no me @manden .. factura/facturas/cuenta/cobro/cobros/recibo/radiografias | basta que me/con \
                | con una/uno/eso/esto ... basta | con eso es suficiente | no me @manden .. a esta/esa hora \
                | no me @manden al/en .. trabajo/casa/oficina ,_ \
                | que me saquen/quiten/saque/quite la/el/los/las/una/un/esta/este .. \
                @tratar/puntos/brackets/muelas/frenos/corona/puente | me quiero salir temprano | no me contesta \
                | no necesito que me .. @tratar | ya me canse de esperar | sin mi seguro | no molestar-la",
            ),
        ],
    ),
];
