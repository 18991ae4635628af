//! Words by which a person ends the messages. To miss one is the worst mistake there is, so the phrases reach wide;
//! what only looks like one is kept apart by the phrases of [`Idle`](Signal::Idle) and [`Keep`](Signal::Keep).

use super::Signal::{Idle, OptOut, OptOutUnlessPain, OtherChannel};
use super::Table;
use crate::reply::Language::{En, Es, Fr, Pt};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            // A keyword alone in its clause, with politeness around it.
            (
                OptOut,
                "< stop > | < stop stop | < quit > | < cancel > | < remove > | < revoke > | < cease > \
                | < unsubscribe | < discontinue > | < desist > | < terminate > | < no ,stop > \
                | < stop it/this/that/these/them/now/already/immediately/everything/all/asap/forever/permanently > \
                | stop please > | please stop > | please dont > | can/could/would/will you not > | @stop asking \
                | too many of these/them | be removed > | stay/get .. off my phone | shove .. @note/it \
                | who gave you .. permission to? @reach? me? | never gave .. number \
                | only @reach me by/via/through | @reach .. instead of me | stop thanks > | < yes ,stop > \
                | < stop the @note | 🛑 | < stop me > | stop now > | < stop stop > | ok stop > | < just stop \
                | < cease and desist | < stop you/your/yall _? > | < stop today > | < 🖕 stop",
            ),
            (
                OptOut,
                "stop these > | stop this > | stop it > | unsubscribe | optout | optingout | unenroll | deregister \
                | unregister me | disenroll",
            ),
            (
                OptOutUnlessPain,
                "< end > | < enough > | enough already | enough is enough | < no more > | < no more please > \
                | nomore > | make it/this/them/these stop | make it/this/them end | < end it/this/these > \
                | quit it > | < quit it | go away | to stop > | it/this/these needs/need/has/have/must to? stop > \
                | < no more of? this/that/these",
            ),
            (
                OptOut,
                "said/replied/replying/reply/typed/typing/sending/sent/texted/wrote/answered/responded/saying/say \
                to? stop \
                | asked/told/tell/telling/asking/begged/requested .. to stop > \
                | asked/told/tell/telling/asking .. not to @reach | ask you/yall to stop \
                | can/could/would/will you/yall please? just? not? ever? stop > \
                | wish/want/need/like/love you/yall/them to/would stop | when will you stop > \
                | when will you stop @coming | will you ever stop \
                | want/need/like .. to stop > | wanna/want out > \
                | you/yall/everyone/people need/needs/must/should/have/hafta/better to? stop > | you can stop > \
                | gonna stop > | you/they/yall/people/guys wont stop @coming | why wont you stop",
            ),
            // Stop × message.
            (
                OptOut,
                "@stop please? @coming | @stopped all/this/the/with/your/these/my/any @coming \
                | @stop with? @det? @det? @det? @note | cancel @det? @det? @note | cancel @det? subscription \
                | cancel everything | @stop everything | @stopped all | kill the @note | stop .. me > \
                | stop getting/receiving | stop to? @reach me | stop @reach | stop .. texting | stop .. @notes \
                | stopping the @notes | stop the madness | stop from @coming | stop this @note \
                | cancel .. texts/messages/reminders/notifications/alerts/subscription/emails",
            ),
            (
                OptOut,
                "no more .. @note | no more .. @reach | nomas @note | no further/additional/future .. @note/@reach \
                | < no @notes > \
                | no \
                texts/texting/messages/emails/reminders/calls/spam/contact/notifications/communication/\
                solicitations/solicitation/sms please? > \
                | < no texts | < no calls | < no emails | < no messages | < no reminders | < no contact \
                | < zero contact | not another @note | no text >",
            ),
            // Don't × reach.
            (
                OptOut,
                "dont/never ever? again? even? @reach \
                me/this/my/here/anymore/again/any/these/them/more/it/at/her/him/that/the/no/to \
                | dont/never ever? @reach > | dont/never ever? send/text me/my/this \
                | dont .. @reach me/anymore/again | dont send .. @note/anymore/again/more | dont be @coming \
                | dont keep @coming | dont wanna/want/like/appreciate/need .. being/be @reached/@coming \
                | dont want you/yall/anyone/anybody/people to? @coming/@reach | dont like @coming \
                | not to be @reached | rather/prefer .. not be? @reached | rather/prefer you/yall not/didnt/dont \
                | no need to keep? @reach/@coming/remind me? | you dont need/have to .. @reach/@coming me? \
                | not/dont .. @reach .. number | dont wanna hear from | dont want to? hear from \
                | not like/wanna/want to? hear from | never wanna/want hear from | dont .. @reach at all \
                | dont ever | refrain from @coming | you/yall may not @reach | you cant @reach me \
                | you are not allowed to @reach",
            ),
            (
                OptOut,
                "dont wanna/want/need/wish/like/care .. receive/receiving/get/getting .. \
                @note/@reached/from/anymore/these/anything \
                | dont/didnt want/need @det? @det? @det? @note/coming | dont want/need .. @note anymore \
                | dont wanna .. @note | dont want/wanna/wish to? be on/bothered/contacted/texted/notified/reminded \
                | dont want anything from | want nothing .. from you | want nothing to do | wanna be left alone \
                | nolonger want/wanna/wish/need/interested/like/care ... \
                @note/receive/receiving/contacted/hear/texted/get \
                | nolonger .. @notes \
                | not interested in @coming/receiving/getting/hearing/your/these/any .. @note/@reached/from \
                | not interested in hearing | wish to not/stop | dont wish to .. receive/be/hear/get \
                | nolonger accept/accepting/authorize/consent | dont need you/to be? .. @reach/@coming/@reached \
                | dont want my number | i/id want/like/prefer no .. @note | id like to stop > \
                | id like to stop @coming/this/these/all/your/getting/receiving \
                | want to? .. stop .. @notes | wanna/want to? stop .. getting/receiving/these/the/this/all > \
                | wanna stop receiving/getting/hearing",
            ),
            (
                OptOut,
                "put/add me/my .. on/to .. dont/dnc .. list? | put/add me/my .. dont call/contact/text/mail list \
                | dont call/contact/text/mail list | didnt/not/never @reach me/this/my/these/to/any/again \
                | didnt .. text/message/contact/email/bother me \
                | not .. receive/get/see/hear .. @notes/these/from/anything | not to receive/get \
                | rather you/yall not | out of .. text/texting/group/thread/chat/list/texts/messages | block me \
                | pack it in | pack in the \
                | with the texts/messages/reminders/texting .. stop/enough/already/will/please | jog on | do one > \
                | sod off | leave off | give over | take me out of | kick me off | kick me out \
                | @neg ... text/texting/message/messaging/contact/contacting/texted/messaged/contacted me/us \
                | dont get these > | not get these | not getting these | so i dont get | keep me off \
                | leave me off | exclude me | excluded from | drop me from | no need to be @coming/@reach/@reached \
                | no use @coming | never again > | @notes no more | @notes not wanted \
                | make these/the/your .. stop/end/go | make sure i .. dont/never/stop .. @notes/get/receive \
                | not be @reach/@reached/@coming | ceasing | unsend me | opt me .. out | take me .. out \
                | cancel my number | cancel this number | end this > | dont use this/my number \
                | use this/my number .. longer/anymore | not use this/my \
                | numbers/number/me/us/name be? taken/removed/deleted off/from \
                | taken off your/the/whatever/this/that .. | see that .. taken off | @reach me not/no \
                | text me no more | mute me | mute this/these/the/your | stop period > | stop full > \
                | remove/delete it > | < remove/delete it | remove this > | delete this > | take me .. off > \
                | take us .. off > | take this number .. off | stop w | stop wit | block my number \
                | dont have to @reach | you can stop | you may stop | stop any | stop every | stop them > \
                | wish to be removed | asked to be removed/taken | request to be removed | requesting removal \
                | request removal | removal from | want removal | opting out | am opting \
                | done getting/receiving/hearing | done with .. @note | through with .. @note | no wish to \
                | had it with .. @note | had it with this > | cut the @note | ditch the @note | enough already \
                | lay off the \
                | ease up on | let up with | back off | chill with .. @note | chill on .. @note \
                | quit with .. @note/this/these | quit it with | stop hitting | not appreciate .. @note \
                | dont appreciate .. @note | never to @reach | never be @reached | prohibit | forbid \
                | unauthorized | respect my privacy | not interested in your | get rid of .. number \
                | my number out of | number out of | outta your \
                | out of your .. system/list/database/phone/contacts | away from my number",
            ),
            (
                OptOut,
                "i did not sign up | didnt sign up | wasnt asked | didnt opt | never opted | never subscribed \
                | never signed up/for/anything/on/> | didnt subscribe | never asked > \
                | never asked for/to/you .. this/these/@notes/@reach/@reached | no one asked for these \
                | im not your customer stop | let me be > | stay away | stay out of my | dont bother > \
                | stop spamming | stop harassing | take the hint | lose this | dont wanna be @reached \
                | dont want any part | dont want any more | dont want no more | no more please stop \
                | cant take these | driving me crazy .. @note | blowing up my phone | blowing my phone up \
                | blow up my phone | stop blowing | phone keeps .. your | every day .. @notes | 3rd time \
                | third time .. ask/asked/telling/stop | last time .. ask/asking/telling/warning/warn \
                | last warning | final warning | final notice to you | per the tcpa | federal law \
                | against the law | breaking the law",
            ),
            // Consent.
            (
                OptOut,
                "didnt/never/dont/havent ever? \
                agree/agreed/agreeing/consent/consented/subscribe/subscribed/optin/authorize/authorized/approve/\
                approved/permit to? @det? @det? @note/this/these/contact/be/receive/receiving/get > \
                | never/didnt agree/agreed/consent/consented/subscribe/subscribed/optin/authorize/authorized > \
                | never/didnt ever? setup/sign/signed/asked/ask/requested/request up/for .. \
                this/these/it/that/@note \
                | never/didnt ever? signed/sign/setup up | dont consent/authorize > | not consent/authorize > \
                | \
                revoke/revoking/revoked/withdraw/withdrawing/withdrawn/rescind/rescinding/retract/remove/pull/\
                cancel/terminate/end/stop .. consent/permission/authorization \
                | consent/permission .. revoked/withdrawn | i revoke | hereby revoke",
            ),
            // Lists and numbers.
            (
                OptOut,
                "@takeoff me/it/this/number/name .. off/from/out/of .. @list \
                | < take/takeoff/get/drop/scratch/strike/cross/pull me/it/this .. off > \
                | take me off please/now/thanks/of > | take my number/name/phone/cell off | take me off > \
                | off your/the/this/all/that/of/ur .. list/lists | off of .. list | wanna/want be? off > \
                | < remove/delete/erase me/this > | remove/delete/erase me > \
                | remove/delete/erase me please/now/immediately | remove ,remove | cancel these/this > \
                | cancel all .. this/these > | pause these/this | drop my number | withdraw me/my > \
                | wanna/want/need .. off this > | < blocked > | < reported > \
                | remove/delete/erase/scrub/wipe/purge/lose/forget/trash/burn/ditch/block/blocking/blacklist \
                @det? @mine \
                | lose/forget/delete/erase/remove this/my/that .. number \
                | want/like to be removed/deleted/unsubscribed/off | wanna/want/like .. removed/deleted from \
                | be removed/deleted/unsubscribed from | get me off > \
                | get me off this/these/those/your/of/here/please/now/already/whatever | < remove please \
                | nothing further \
                | no automated/robo/auto _ | dont do texts/texting/messages/message | < off > | take off please \
                | next text/message/one gets/goes | get one more text/message/of | thats enough now \
                | lose/drop/skip/hold/nix/scrap the/your/these @notes | only by mail/letter \
                | shut/turn/switch it/this/these/them off > | close this/the thread/chat/conversation \
                | leave .. group/chat/thread > | forget about me > | forget me > | forget i exist | no part of \
                | unnecessary to .. @coming/@reach | off my phone/line/cell > \
                | rather/prefer .. than text/texting/texts | would/could/can you .. not > \
                | terminate/end/discontinue this/these > | dont reply/respond to me \
                | dont reply/respond again/anymore | < dont reply > | get/got/ignored .. my stop | please remove > \
                | can we not | remove .. number | delete .. number | dont .. have my number \
                | throw away/out my number | do-not-call | donotcall | dnc | call list/registry | registry \
                | remove my .. number | stop .. my phone/number/cell | add me to .. dont | remove @note \
                | remove and block | remove thanks",
            ),
            // Anger, threats, fatigue.
            (
                OptOut,
                "leave my .. alone | fuck off/you/u/yourself/yall/outta | < fuck off | f-off \
                | piss/bug/buzz/back/bugger/sod/jog/screw off | < screw you | < get lost | get bent \
                | knock it .. off | cut it/this/that .. out | shut up | shut the fuck | stfu | gtfo | kick rocks \
                | < beat it | go to hell | kiss my | pound sand | lay off > \
                | bother/harass/annoy/spam someone else | find someone else to bother | give it a rest \
                | give me a break > | you/u/yall suck stop | get a life | take a hike | 🖕 | drop dead | eat shit \
                | get out of my",
            ),
            (
                OptOut,
                "< spam > | this/its/thats/youre/are/is .. spam/spamming \
                | reported/reporting/report/mark/marked/marking/flag/flagged .. spam/junk \
                | reported/reporting/report you/this/your | reporting to | to the fcc/ftc | < fcc | tcpa \
                | can-spam | blocking/block/blocked/blocked you/this/your/u | im blocking | gonna block \
                | ill/will/gonna/can sue | sue you | gonna sue | im suing | suing you/yall/your | lawsuit | harassment \
                | harassing | harassed \
                | my lawyer/attorney will .. be/contact/call/hear/sue/send/reach/touch | a lawyer/attorney will \
                | file/filing .. complaint | legal action \
                | is illegal | violation of | will be reported | invasion of privacy | stalking me",
            ),
            (
                OptOut,
                "tired/sick/fed/over/done/finished/exhausted up? of/with/getting/hearing .. @note/@coming \
                | tired/sick/fed/over/done/finished/exhausted up? of/with/getting/hearing .. this/these/it > \
                | enough with/of/from .. @note/this/these/you/coming/@coming/@reach | enough @notes \
                | too many @notes | too many .. @notes \
                | text/message/call/email/texting/messaging/texted me? too/so much/often/many | had enough/it > \
                | had enough of/with .. this/you/these/yall/@note \
                | im over it > | why .. keep/still @coming/bothering/text \
                | why .. keep/still getting/receiving .. @note/these/this/your/> \
                | why do/are you/yall/u keep .. @coming/@reach | you keep @coming | you keep @reach \
                | still getting these/texts/messages/your | still getting .. @notes \
                | how often do i have | @note .. is/are annoying/ridiculous/too/excessive/out \
                | how do/can/to/would .. i? .. stop/cancel/end/quit/block \
                these/this/getting/receiving/@notes/texts/off/rid/out \
                | how do/can/to/would .. i? .. turn/shut/switch .. off | how .. get me/us/my/this .. off/out \
                | how .. get off/out/rid/removed/unsubscribed/taken | how .. unsubscribe/optout | how .. stop > \
                | how .. make/get .. stop/quit | not welcome | unwelcome \
         | unwanted \
                | unsolicited | nobody wants your | didnt ask for this/these/@notes | stop bugging | cease .. all",
            ),
            (
                OptOut,
                "turn/shut/switch/turned off .. @note/these/this/them/notifications \
                | turn/shut/switch these/them/this/the/@note/my/all/those .. @note? off | mute .. @note \
                | disable/deactivate/suspend/pause .. @note/subscription \
                | discontinue .. @note/@coming/this/these/service > | cut off .. @note | turn .. @notes off \
                | halt .. @note | hold all @notes | end .. subscription | not/dont .. my work phone/cell/number \
                | at work phone | not .. this phone/number/line anymore | terminate my | unfollow",
            ),
            (
                OtherChannel,
                "instead | instead of texting/calling/emailing | email/call/text/mail me instead \
                | only email/call/text | email/emails only | calls/phone only | by email/phone/mail only \
                | text/texts/texting only | just email/call/text | text/texts/email/emails/calls are/is fine/ok/good \
                | only by email/phone/mail/text | rather email/call | better to email/call/text \
                | prefer email/calls/phone/text/texts/emails/phonecalls | just email/call/text me \
                | email/call/text is better/fine/best | email me | text me | call me | by mail",
            ),
            (
                OptOut,
                "only email please/me/no/thanks | < email only | < emails only | only by email \
                | email me instead of texting | call me instead of texting | instead of texting \
                | instead of calling | instead of emailing | < calls only | < phone calls only \
                | rather not be texted | rather not get .. @notes | only call/text/email me > \
                | call/text/email me only > \
                | just email/text me > | just texts/texting > | text/texts/texting only > | only by text/phone > | only via text/email/phone > \
                | only texts/emails > | or ever >",
            ),
            // What looks like a stop and is none.
            (
                Idle,
                "quit/stop stalling/procrastinating/overthinking/worrying/delaying | block me out | is this spam \
                | havent received/gotten/got/seen/heard \
                | there was/is/were no @det? @det? @note/message/text/call \
                | got/have/had/see/saw no @det? @det? @note/message/text/call \
                | dont send .. bill/bills/xrays/xray/records/invoice/statement | dont bother with/about/to \
                | no @note/message/call/text came/come/yet/received/arrived \
                | off .. cancellation/wait/standby list | no call no show | still no \
                | did you/yall/they/the/your .. stop/stopped | have you/yall/they/the/your .. stopped \
                | why did .. stop | to/in my spam/junk \
                | dont want to? miss | dont want to? lose | havent had | didnt receive/get/see/send \
                | never received/got/saw/get/heard back | havent gotten | cant read/see/open | couldnt read/open \
                | no more waiting/excuses/pain/delays/putting/procrastinating \
                | not receive/get .. text/link/email/message/call | why didnt you/i | why havent you \
                | didnt mean to .. text | wrong text | dont have text/texting \
                | wont/cant/couldnt/doesnt/didnt/never quit | how to stop .. pain/bleeding/grinding/swelling \
                | cant stop | couldnt stop | doesnt stop | never stop | never stops | wont stop | wouldnt stop \
                | stop by/in/over/past/through/at/into | stops by | stopping by/in/over/at \
                | bus/train/truck/pit/rest/full/next/last/non/one/subway/metro stop \
                | stop \
                sign/light/lights/watch/smoking/vaping/drinking/taking/eating/hurting/bleeding/hiding/thinking/\
                smiling/laughing/worrying/using/wearing/grinding/chewing/brushing/the-bleeding \
                | the end | dead end | end of/up/date/result/table | ends today | front end | back end | week end \
                | quit my/smoking/drinking/vaping/day/job/your/school/on/working | i quit | he quit | she quit \
                | cant wait to stop | non stop | before .. stop | when .. pain/bleeding/swelling/it stop/stops \
                | should/do/must/can .. i .. stop .. \
                aspirin/antibiotics/thinner/thinners/medication/medicine/meds/medications/taking \
                | stop the bleeding/pain/swelling/antibiotics/medication/medicine/aspirin/decay/infection/grinding \
                | nothing stopping/stops me | what stops | stop my .. medication/medicine/antibiotics/meds/thinner \
                | make the pain/bleeding/swelling/throbbing/hurting/tooth/ache .. stop/go/end \
                | did/am/was/were i .. removed/unsubscribed/blocked/deleted | stop hurting | will .. go away \
                | go away on \
                | reply/text/txt/respond/send stop to/for optout/unsubscribe/end/cancel/stop/quit? | dont text and \
                | i dont text/call/email/answer | stop being | stop payment \
                | dont call .. until/till/before/after/today/tomorrow/yet | dont text .. until/till/before/yet \
                | dont contact .. until/till/before/yet | cant call | dont forget | dont wanna/want to? stop \
                | dont stop | dont call it | end my day | stop there | stop lying | unless you text \
                | dont remind me/of/lol > | no contact info/information | a full stop | no message from \
                | no text from | dont see .. text | dont email .. until | text stop to | stop it hurts \
                | leave me .. message/voicemail | cant text | dont have .. number | dont have .. email \
                | dont get/have your .. message/text/email | didnt get .. message/text/texts/email/call/reminder \
                | never got .. message/text/texts/email/call | no reminder came | without contact lenses \
                | stop the insurance | cancel .. card | cancel .. insurance",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                OptOut,
                "< alto > | < basta | < baja > | < pare > | < paren > | < parar > | < parenle | < nomas > \
                | < nomas ,_ > | < para ya > | < paren ya > | < ya paren | < ya pare > | < ya basta | < ya para > \
                | < detente | < deténganse | < yaestuvo | < ya stop | < cancelar > | < cancela > | < cancelen > \
                | < detener > | < terminar > | < fin > | < suspender > | < ya parenle | < ya parale \
                | < desuscribir | pare de | paren de | para de @mandarme | alto a | alto con | stop porfavor \
                | porfavor stop | porfavor pare/paren/alto/basta | pare con | paren con \
                | le/les pido que .. pare/paren/dejen | ya .. dejen | yano les/le autorizo",
            ),
            (
                OptOut,
                "no .. me/les/se .. @manden | no me @manden | no me lo @manden | no @manden .. @mensajes \
                | no .. @manden mas | no @manden > \
                | no me vuelvan/vuelva/vuelvas/volver/sigan/siga/sigas/esten/este/estes/anden/ande a? \
                @mandarme/@manden/@mandando \
                | no sigan/siga/sigas @mandando | no quiero/deseo/necesito/kiero/queremos .. que me/nos .. @manden \
                | no quiero/deseo/necesito/queremos/gusta ... @mensajes \
                | yano quiero/deseo/queremos/necesito ... @mensajes/recibir/recibirlos/saber/que \
                | yano me .. @manden/@mandando/interesa .. recibir | yano me .. @manden | yano @manden \
                | ni me @manden | que no me @manden | que .. dejen de | yano .. @mensajes \
                | no quiero que me .. @manden | no me gusta que | no quiero .. sus/tus/estos/esos/mas @mensajes \
                | nunca mas .. me @manden | nunca .. me @manden | prefiero que no",
            ),
            (
                OptOut,
                "@dejen ya? de? @mandarme | @dejen de .. @mensajes | @dejen de estar @mandando \
                | @dejen ya? con? de? los/las/estos/esos/tantos/sus/tus .. @mensajes \
                | dejen/deje/dejenme/deja de me? @mandarme \
                | dejenme/dejeme/dejame/dejennos en/ya/tranquila/tranquilo/solo/sola | en paz > \
                | parar .. @mensajes | paren/pare/parad/parale/stop .. @mensajes | dejar de .. @mensajes \
                | nomas porfavor | basta de | basta con los/las/sus/tus/estos/tanto/tantos/el | ya no mas \
                | suficiente/suficientes @mensajes | ya fue suficiente | demasiados @mensajes | muchos @mensajes \
                | tantos @mensajes | cansada/cansado/harta/harto/fastidiada/fastidiado de esto/eso/ustedes/que \
                | < para porfavor | den de baja | porfavor yano > | que me borre/quite/saque/elimine \
                | que pararan/pararan/dejaran | me tienen harta/harto | ya me cansaron | que fastidio | no mas > \
                | no mas gracias",
            ),
            (
                OptOut,
                "@saquenme > | @saquenme de/ya/porfavor \
                | @saquen mi/este/el/nuestro/ese .. numero/nombre/telefono/contacto/celular/datos/cel \
                | @saquen .. lista | darme/darse/denme/deme/dame/dar/dense/darnos de baja | dar de baja | de baja \
                | quiero .. baja | la baja | desuscribirme | desuscribanme | desuscribeme | desuscribir \
                | \
                cancelar/cancelen/cancele/cancela/suspender/suspendan/suspenda/terminar/terminen/eliminar/\
                detener/detengan/detenga .. @mensajes/suscripcion \
                | salir/salirme/salgo de .. lista | fuera de .. lista \
                | bloquearlos/bloqueare/bloqueando/bloqueados \
                | los/las/le/te/lo voy a bloquear/reportar/demandar/denunciar | < acoso > | es .. acoso \
                | acoso telefonico | acosando | acosandome \
                | denuncia/denunciar | demanda/demandar los/por/les",
            ),
            (
                OptOut,
                "no autorizo | no les/los/le/lo autorizo | yano autorizo \
                | no doy .. consentimiento/permiso/autorizacion | nunca autorice | nunca les di | revoco \
                | yo no pedi .. | nunca pedi | no me suscribi | nunca me suscribi | como .. baja \
                | como .. cancelo/quito/paro/detengo/dejo .. @mensajes/de/esto | quiero que dejen \
                | quiero .. dejar de | vayanse al/a | largo de | largense | chinguen | chinga tu | vete al \
                | vayanse > | vete a | dejen de",
            ),
            (
                OptOut,
                "fin de los/estos @mensajes | fin a | que no me lleguen/llegue \
                | que me quiten/saquen/borren/eliminen | ya les dije .. que me? | para que no me .. | ya no les \
                | parale con/a/ya | dejad/parad de | por favor no | porfavor dejen \
                | agradeceria/agradezco/gustaria que no .. @manden | agradeceria que no | que ya no me @manden \
                | que dejaran de | que dejen de | que paren de | solo/solamente correo | por mensaje no \
                | por texto no | mensajes/textos/texto no > | mensajes/textos/texto no ,porfavor \
                | @dejen esto/eso > | salir/salirme de esto/aqui/este | me quiero salir > | mensajes no ,_ \
                | no me @manden na \
                | me sacan/saca/quitan/quita/borran/borra/quiten/saquen/borren/eliminen/quite/saque/borre/elimine \
                de/del/ya/porfavor \
                | pueden/puede/podrian/podria/favor .. sacarme/quitarme/borrarme/eliminarme >/de/ya \
                | quiero salir de | quiero que me saquen/quiten/borren/eliminen \
                | quiero que quiten/borren/eliminen/saquen | favor de no | favor no | le/les pido que no \
                | le/les pido no | pido que no | ya no quiero que | yano quiero que | yano deseo | yano .. @manden \
                | ya les dije que | ya le dije que | les dije que no | ya dije que no | cuantas veces .. \
                | me estan acosando | me tienen cansada/cansado | dejen/deje ya | dejense de | dejate de \
                | paren ya | parenle a | parenle con | ya stop | ya bajenle | corten con | cortenla | cortala \
                | pare los | pare esos/estos/sus/tanto/tanta | no mas de | no mas ,porfavor \
                | stop los/de/con/a/ya/texting | bloquearlos | los bloqueo | los reporto \
                | voy a bloquear/reportar/denunciar/demandar | fuera > | me doy de baja | deme/denme/dame/dar baja \
                | baja de | baja del | darme baja | baja porfavor | anular .. @mensajes/suscripcion \
                | quitar .. suscripcion | no estoy suscrita/suscrito | nunca les di mi numero \
                | como consiguieron mi numero | borren mi | borre mi | borra mi | eliminen mi | elimine mi \
                | olvidense/olvidese/olvidate de mi | prohibido | no tienen mi | no les doy",
            ),
            (
                OtherChannel,
                "mejor por | solo por | por correo | por telefono | por email | por texto \
                | mejor llameme/llamenme/llamame/escribame | solamente por | prefiero por \
                | prefiero correo/email/texto/textos/mensaje/mensajes/llamada/llamadas | unicamente por \
                | mandenme/mandeme/mandame/envienme/envieme/enviame .. mensaje/mensajes/texto/textos/correo/email \
                | llamenme/llameme/llamame | textenme/texteenme/textieme/texteeme/escribanme/escribame \
                | mejor/solo un? mensaje/mensajes/texto/textos/correo/email",
            ),
            (
                OptOut,
                "solo .. correo/email > | solamente/unicamente .. correo/email > | mejor por correo \
                | mejor llameme que \
                | solo/solamente/unicamente/mejor por? correo/correos/email/emails/mail/texto/textos/telefono/\
                llamada/llamadas > \
                | solo/solamente/unicamente por? mensaje/mensajes de? texto? > \
                | mejor por mensaje/mensajes de? texto? > \
                | nomas/nadamas por correo/email/mail/texto/mensaje/telefono > | nada mas por \
                correo/email/mail/texto/mensaje/telefono > \
                | correo/correos/email/emails/texto/textos/llamadas solamente/unicamente/nomas > \
                | solo/solamente/unicamente llamenme/llameme/llamame > | ni nunca >",
            ),
            (
                Idle,
                "para \
                el/la/mi/que/cuando/las/los/un/una/este/hacer/hacerme/ir/esta/manana/marzo/agendar/saber/\
                confirmar/otra/otro/mas/# \
                | puedo parar | alto costo | muy alto | costo alto | no para de sangrar/doler | no me .. deja de \
                | basta con un/una | no veo | no me @manden hasta/antes | estoy de baja | yano me molesta \
                | no deja de | no paro de | no puedo dejar de | no dejo de | no dejen de | no deje de | no paren \
                | no pare de | baja la/el/por/de-precio | no mas tarde | parar en/por | no me llamo \
                | no me llama > | fin de semana | dejar de fumar | deje de fumar | al fin | en fin | por fin \
                | alto el | no me molesta | no me manda | no me mandaron | no me llego | no me llamaron \
                | no me escribieron | no me contactaron | basta con la | no para el dolor | parar el dolor \
                | responda/envie/responde/envia/texto/conteste stop/alto/baja para \
                | no me llame/llamen hasta/antes/hoy/manana | dar de alta | para la cita | para cita",
            ),
        ],
    ),
    (
        Fr,
        &[(
            OptOut,
            "< arret > | < arretez > | < arretez de | < arrete > | < arreter > | < stop svp | < desabonner \
                | desinscrire | desabonnez | ne m'ecrivez plus | plus de messages",
        )],
    ),
    (
        Pt,
        &[(
            OptOut,
            "< pare > | < parem > | < sair > | nao me mande | nao mande mais | nao quero receber | parem de \
                | descadastrar | me tire da lista | remova meu numero",
        )],
    ),
];
