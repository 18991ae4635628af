//! Stops put formally, by the channel that is wanted instead, or by what was never allowed; and the last word that is
//! said before somebody goes to a lawyer. [`opt_out`](super::opt_out) has the plain ones.

use super::Signal::{Idle, OptOut, OptOutUnlessPain};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            // The channel that is wanted, and this one not.
            (
                OptOut,
                "by/via/through letter/letters/mail/post/paper/email/phone/voice/usps only \
                | letter/letters/post/paper/mail/landline only \
                | dont/not/nor/never by/via/over/through text/texts/sms/texting/message/messages \
                | not text/texts/texting/sms > \
                | not @reach by/via/over/through text/texts/sms \
                | email/call/phone/mail/letter/letters .. ,not text/texts/texting/sms \
                | dont do/use/like/want/believe/accept/allow .. sms/texting/texts > | no texting > \
                | texting/texts no > \
                | not/dont .. set/setup for texts/texting | not on text/texts/texting > \
                | put/make/leave/add/place .. note/flag ... ,dont/no/not/never/stop .. @notes/text/texted/message \
                | mark/flag/list/set/code me/us/my .. as/to/for/no/dont .. text/texts/texting/sms/contact \
                | change/set/update/switch my .. preference/preferences/settings .. no/none/never/email/mail/off",
            ),
            // Not welcome, no need, no use.
            (
                OptOut,
                "@neg welcome/allowed/authorized/permitted/invited to .. @reach \
                | dont welcome/appreciate/enjoy/like/care .. @notes/@coming \
                | no/zero need/use/interest/desire/reason/patience/tolerance/time/room/appetite .. for/of/in/to/with \
                .. @notes/@coming \
                | no/zero need/reason to .. @reach me/us? further/again/anymore/any/these/this/all/with \
                | no need/reason to keep/continue @coming/@reach | need not @reach \
                | not necessary to .. @reach/@coming \
                | no need to? be? @coming | not .. fan of .. @notes/@coming/this > \
                | not reading/opening/answering any? of? these/them/your/another \
                | delete/deleting/ignore/ignoring/trash/block all/every/each/any .. of? \
                these/them/your/ur/text/texts/message/messages \
                | not .. any more? of these/this > | not reading/opening/answering anymore of \
                | in no way .. contact/@notes | peace from .. @notes | break from .. @notes ... permanently/forever \
                | stop telling/pressuring/pushing/nagging/urging/guilting/guilt/forcing/begging me/us \
                | not .. hear from .. again/anymore | never .. hear from .. | never .. hearing from \
                | no way .. further/more/future contact/@notes \
                | doesnt/dont/nobody/arent/isnt want/wants/interested/care/like/cares to? in? .. hear/hearing from \
                | not/isnt/arent .. way/means/method/channel to/of/for .. @reach/@coming \
                | no/yesno on/to the/these/all/your/any/more .. @notes/@coming | no need @notes/text > \
                | none of these/this/them .. anymore/please/thanks > \
                | not feeling/into/here/loving/digging/trying/tryna/about/with .. @notes/@reached \
                | free/save/release/spare/excuse/unhook me/us from .. @notes/this/list/these/your \
                | @notes are/is .. much/lot/excessive/plenty/overkill/alot > | much/excessive with .. @notes \
                | stop to send/@reach .. | dont/not/stop/quit/nomore check/checking in on? me/us/anymore/again \
                | stop/quit checking in > | no more check-ins/checkins/nudges/nudging/pokes/poking \
                | no more checking in | keep your/ur/the/them/these .. to yourself/yourselves \
                | nothing more/further to do with .. | too much @note | is quite enough > \
                | @mine/telephone/line .. nolonger/not/never be? @reached \
                | not interested in .. contact/@notes/@coming | instead of texts/text/sms/texting \
                | use my? email/mail/landline/letters ,not/instead | isnt/not for texts/texting/text \
                | dont send .. to this/my number/phone/cell/line | not/dont .. over/via/through/by text/sms/texts \
                | dont @reach or @reach",
            ),
            // Thanked for it beforehand, or asked whether it was done.
            (
                OptOut,
                "thanks/thankyou/appreciate .. for? removing/deleting/unsubscribing/dropping me/us/my/this .. \
                | thanks/appreciate .. for? taking me/us/my/this .. off/out/down \
                | thanks/appreciate .. for? not @coming .. \
                | thanks/appreciate .. for? stopping/ending .. @notes/these/this \
                | appreciate/like/love being removed/taken/unsubscribed/left .. \
                | when/once/after .. ive/im/been/my removed/unsubscribed/deleted .. \
                | confirm .. removed/removal/unsubscribed/optout \
                | confirmation .. stop/removed/removal/unsubscribed/optout \
                | honor/honour/process/respect/ignored/ignoring/ignore/honored my/our .. \
                stop/optout/removal/request/unsubscribe/wishes \
                | did you not get .. my stop/optout/unsubscribe/request | feel free to stop > \
                | feel free to stop/quit/lose/remove/delete @coming/my/me/this \
                | make/sure/ensure .. nobody/noone .. text/texts/contact/contacts/message/messages/call/calls/bother/\
                bothers \
                | ensure .. isnt/not/never .. @reached | told/asked/telling you/yall/u/them/people guys? .. no more > \
                | < no more from this/you/your/yall/this .. | nothing more/else/further from you/yall/your .. \
                | nolonger use/@reach my/me/this/us | its time you/yall/u stopped/quit/ended | like to discontinue > \
                | keep/keeps getting/receiving your/these/ur .. @notes \
                | these/them/it/this be turned/switched/shut/powered off/down",
            ),
            (
                OptOutUnlessPain,
                "these/they/this/those/it must/should/shall/gotta/better stop/end/cease/quit > \
                | like/want/need this/it/them/these ended/stopped/discontinued/terminated > \
                | this/that/it .. be the last > | no solicitors/soliciting/solicitor/peddlers",
            ),
            // Kept out, and never put in.
            (
                OptOut,
                "be left alone/in | left alone/in .. peace? > \
                | from all/any/every forms/types/kinds/methods/means/ways of .. communication/contact/messaging/@notes \
                | keep me/us/my/this/our/number/name .. off/out/away/from .. list/lists/texts/texting/these/this/\
                your/it/@notes \
                | dont put/add/include/sign/enroll/register me/us/my .. on/to/in/for/up any/your/these/the/another \
                .. list/lists/@notes/anything \
                | who put/added/signed/enrolled/registered me/us/my .. \
                | was/were/got added/enrolled/signed/subscribed/registered .. without/against/by \
                | was/were never/not asked/told .. @notes/@reached/wanted/getting/these \
                | wasnt/werent asked/told .. @notes/@reached/wanted/getting/these \
                | nobody/noone told/asked me .. @notes/@reached/getting/these | need out > \
                | < want/wanna/need/like out/off > | like/want off > | like off this/these/your/the \
                | take me/us/it/this .. off immediately/now/today/right/before/and/or/asap \
                | kill/ditch/drop/end/stop my .. subscription/texts/messages/alerts/reminders/notifications \
                | stopping/ending these/this/them/those > \
                | texts/texting/text/messages/reminders/sms/messaging are/is/a a? no/nope/nogo/pass .. > \
                | texts/texting/messages no go/bueno | not solicited | spammer/spammers \
                | you/u/yall/ya spam/spammed/spamming > | spam me | you/u/yall spam",
            ),
            // One word that ends things, and nothing else.
            (
                OptOut,
                "< disable/deactivate/deactivated/block/withdraw/removed/suspend/unlist/unlisted/dnd/mute/silence/\
                stopall/unfollow/kill/abort/exit/leave/desist > \
                | < i withdraw/revoke/unsubscribe/optout > | < turn/shut/switch off > \
                | < texts/sms/messages/reminders/notifications/alerts/texting off > \
                | < deactivate/disable/deregister/unregister/disenroll/block me/us/this/it/all/everything > \
                | < terminate/cancel/end/stop/discontinue service/services/subscription/program/membership > \
                | < delete/deleting/deleted and block/blocking/blocked \
                | < block/blocking/blocked and delete/deleting/deleted/report/reported",
            ),
            // Who let them, and nobody did.
            (
                OptOut,
                "who asked/told/said/authorized/invited/allowed/let .. you/yall/u/them .. @reach/@coming \
                | who said .. can/could .. @reach \
                | nobody asked for .. this/these/it/your/that | nobody asked you/u/yall \
                | didnt ask to be .. @reached/@coming \
                | nobody/noone .. wants/want/needs/likes/reads .. your/these/this/@notes \
                | without my permission/consent/say/ok/approval/knowledge/asking/authorization \
                | dont/didnt/never .. have/had .. permission/consent/authorization to .. @reach/@coming \
                | not have .. permission/consent \
                | havent/not/never/dont .. consented/consenting/agreed/authorized/authorizing/approved > \
                | < rescind/rescinded/revoked/withdrawn/unsubscribed/denied > \
                | you/yall/u need my permission/consent to @reach \
                | lost/have/has/had/got .. no/the right/business .. to? .. @reach/@coming \
                | no right/business to? @reach/@coming \
                | gives/gave you/u/yall .. right to | no consent/permission/authorization .. for/to/was/given/on \
                | consent/permission is .. revoked/withdrawn/cancelled \
                | revoke/withdraw any/all/my/previous/prior .. consent/permission/authorization",
            ),
            // Taken out, struck, switched off.
            (
                OptOut,
                "sign/signed/log/count/check/opt me/us/my/this .. out of/from these/this/your/the/ur/all/any/every \
                .. > \
                | should/supposed not? to? .. be on this/your/the/any .. list \
                | shouldnt be on/getting/receiving .. list/these/this/@notes \
                | not supposed to be on/getting/receiving .. list/these/this/@notes \
                | < @takeoff him/her/them/us off > | sign me out > | log me out > \
                | @takeoff my/this @mine .. out/off > | wanna/want/need my/this @mine .. off/out > \
                | opt me/us/this/my/her/him/both/number/everyone .. out | unlist me/us/my/this \
                | drop my/this name/number/line/cell \
                | strike my/this/me/us .. off/from/out | struck off/from/out .. your/the/all/any \
                | stricken from .. your/the/all/any \
                | turn/switch/shut/power it/that/this/the/your/ur/these/those .. \
                thing/bot/robot/machine/system/service/autobot/program? off \
                | turn/switch/shut it/this/that/them off for .. me/my/number/phone/line/cell/account/us \
                | shut/power off/down the/this/that/your/ur .. bot/robot/thing/machine/texts/messages \
                | shut it/this/that down > \
                | < refrain > | please refrain > | please take off > \
                | left/leave off .. list/texts/messages/communications/@notes | make them/these/it .. quit/end/cease \
                | get rid of these/this/them/it > | < can/could it/this please? stop/end > | pull the plug .. \
                | put a/an stop/end/halt to .. this/these/that/it/all/@notes/@coming | bring .. to an end \
                | cool/ease/tone/dial it .. with/on/down .. @notes/@coming/msgs \
                | hold off on .. @coming .. forever/permanently/indefinitely \
                | kill/end/stop/quit all/every of? this/these/it > | kill it/this/these/them > \
                | stop/end/kill/cut them ,please? > \
                | please end/stop/discontinue/cease/cancel them/these/this > \
                | end/stop/kill/quit/cancel these/those things/alerts/ones \
                | dont use/contact/text this/my/the channel/address/handle/account/device/line/phone/cell/mobile .. \
                again/for/to/anymore \
                | never use this/my .. number/phone/cell/line/channel/address | cease all \
                | end all contact/communication/@notes | nomore @note",
            ),
            (
                OptOutUnlessPain,
                "can/could/will/would/do/does/must these/those ever? please? stop/end/cease > \
                | when/how do/will/does/can these/those .. stop/end > \
                | no/yesno more of? this/these/it/that/those please/thanks/thankyou/ok/okay | no/yesno more of this > \
                | no more of these/those/this/that > | already said stop/no .. | told you/yall/u/them/ya no > \
                | third/second/#/fourth/fifth/last/final time asking/telling/saying/requesting \
                | wont/not/shouldnt ask/tell/say/asking/telling/repeat you/yall/myself/it/this? again > \
                | mind removing/taking/deleting/unsubscribing/dropping me/my/us/this | dont make me .. @threat \
                | letter from my lawyer/attorney \
                | ask/insist/request/demand/require/beg/asking/insisting that? .. you/these/this/they/it/your/@notes \
                stop/cease/end/quit/halt > \
                | see/sure/ensure .. these/this/it/they stop/stops/end/ends/cease > \
                | need/want/like these/this/it/them to? end/cease/stop/go/over > \
                | dont want/need/like them/this/these .. | consider .. blocked/removed/gone/unsubscribed \
                | done/finished/through with your/ur/yalls office/practice/clinic/company/business/spam/@notes \
                | laws against | violating my/the/federal/my privacy/law/rights/hipaa\
                | grateful/obliged/thankful/appreciate/great/nice/lovely/happy/glad .. if .. this/these/it/they/you .. \
                stopped/ended/ceased/quit/halted | appreciate it if .. stopped/ended/ceased",
            ),
        ],
    ),
    (
        En,
        &[
            // Has had enough, and says so of the whole thing.
            (
                OptOutUnlessPain,
                "had it up to here | up to here with | sick to death of .. | fed up to .. with | < over it > \
                | < so over it > | im over this > \
                | cant take/stand/bear/deal/handle .. any? more/anymore/another of? these/this/your \
                | cant/dont .. deal with these/this .. anymore \
                | < what a nuisance/pest/joke > \
                | bot/robot/computer/machine/system/spam is .. annoying/ridiculous/stupid/relentless/insane \
                | annoying/stupid/dumb/damn bot/robot/spam/texts/messages \
                | @notes gotta/needs/need/must/should/has/have to? stop/go/end/cease \
                | hate/dislike/despise/loathe/resent when/how/that/it you/yall/they/u/people/places .. @reach/@coming \
                | hate this/these/your/automated/robo/mass .. crap/stuff/garbage/@notes/junk/bs/nonsense \
                | take/taking .. no for an answer \
                | no is a? complete sentence | no means no | which/what part .. dont you \
                | i said no .. at/on/twice/already/before \
                | already said/told you/yall/u/them/people .. no > | said no already/twice/before \
                | told .. already .. no | annoyed/pestered/nagged/spammed/harassed me into \
                | give/gimme/want/need me? .. peace > | you/youre/yall/ur/u/your annoying > \
                | you/youre/yall/ur/u/your/u're are/r? .. annoying/bothering/bugging/pestering/irritating/stressing/\
                harassing/spamming me/us/my \
                | get/gets/getting/got/gettin/work/working on? my .. nerve/nerves | last nerve \
                | again with the/these/your/this .. @notes/crap | every .. day with these/the/your/this .. @notes \
                | get/getting .. text/message/texts from you/yall/u every \
                | cant/cannot with these/the/your/all .. @notes/@coming \
                | stop/no/quit/kill/end/enough/silence the/this/your/ur/these/with/of? .. \
                bot/bots/robot/robots/automation > \
                | < no bot/bots/robot/robots .. > | leave me/us alone | leave us be | lemme alone/be | let .. be > \
                | for the last time .. no/not/leave/im",
            ),
            (
                OptOut,
                "bother/annoy/bug/pester/spam/harass/text/nag/hound/torment somebody/someone/anybody/people/another \
                .. else? > \
                | find/get another/someone/somebody/a .. to annoy/bother/bug/pester/spam/harass/text/hound/nag \
                | say nothing more/else | dont say .. another/anything/word/thing \
                | < not another/one word/peep/text/message/one/ping/sound \
                | not another/one word/peep/text/message/ping from \
                | wasting/waste/wasted/save your/ur/yall breath/energy/thumbs/ink \
                | save/spare yourself/yourselves the trouble/time/effort \
                | dont trouble/bother yourself/yourselves .. | dont bother .. @coming | dont trouble me \
                | hope/pray/wish/hoping .. last/final text/message/reminder/msg \
                | hope .. never .. @reach/@reached/hear \
                | this/that/it .. better/must/should/needs/has/had .. last/final text/message/time/reminder/msg \
                | this/that better .. last one \
                | let/make/ensure this/that/it .. your? last/final text/message/msg/contact/reminder/communication \
                | this/that/it is/was/be/will .. your last/final text/message/msg/warning/reminder/chance \
                | last time you/yall/u .. @reach me/us/this \
                | this is the last time you/yall/u/i .. @reach/say/ask/tell | < bye felicia | begone | back up off \
                | step off > | stay/keep/get out/outta/off of? my/our .. texts/inbox/messages/business/life/sms/phone \
                | get outta here | f off | eff off | fk off \
                | fck off | fuk off | naff off | do me a favor and stop/dont/quit/never/lose/delete",
            ),
            // What it will cost them.
            (
                OptOut,
                "#/dollars/bucks for? per/a/each/every text/message/msg/violation/contact/sms \
                | owe/owes me # .. for/per .. text/texts/message/messages/msg/violation \
                | every/each/next/another text/message/msg .. costs/cost/costing you \
                | every/each/next/another text/message/msg .. #/lawyer/attorney/court/evidence/violation/fine/police/\
                fcc/ftc \
                | documenting/logging/saving/screenshotting/screenshotted/recording/tracking/forwarding/screenshots/\
                screenshot/saved/keeping .. \
                every/each/all/these/this/your/the .. text/texts/message/messages/msg/msgs/@notes \
                | screenshot/screenshots/screenshotted/log/record/evidence ... ,for/to my/the/our .. \
                attorney/lawyer/fcc/ftc/complaint/court/police/lawsuit \
                | text/texts/message/messages/contact/texting ... violates/violating/violate/violation \
                | lawyer/attorney .. loves/love/like/enjoy these/texts/this/your | lawyered up | state ag \
                | right to be forgotten/opt/optout/removed | by law .. stop/remove | star review if/coming/when \
                | leave/leaving/post/posting/write/writing .. review .. if/unless/again | posting your/this/these \
                | texting/texts/contact .. is/are .. prohibited/forbidden/banned | how dare you/u/yall > \
                | how dare you/u/yall .. @reach/@coming | dare .. @reach me/again/us | @reach me ... ,i dare you \
                | @reach me/us? again and/see/i/watch .. \
                | if .. @notes/these/they/you/yall dont/doesnt/wont/arent .. stop/quit/cease/end .. \
                | if i get another .. im/ill/i/you/we | one more of these/them/those/your .. and/then/im/ill \
                | keep @coming ... ,and im/ill/you/we/my/see | because of .. these/your/the/all/this .. @notes \
                | @notes .. are/is .. why/reason \
                | @notes made/make/making/drove/drive/driving .. me/away/patients/people/us \
                | never/not/wont .. coming/come/going/return/returning/back ... @notes/@coming/text \
                | see you in small claims \
                | small claims | stop/quit/cease ... ,or im/ill/i/we/my/the .. @threat",
            ),
            // "9th text this week", "six texts in four days".
            (
                OptOut,
                "this/thats/its/that is/makes/like? .. #/third/fourth/fifth/sixth/seventh/eighth/tenth \
                text/message/msg/reminder in/this/today/from \
                | #/three/four/five/six/seven/eight/ten/dozen @notes/texts/messages in \
                #/a/one/two/three/four/five/six/an/under/less .. days/day/hours/week/weeks/month/hour/minutes \
                | #/third/fourth/fifth/sixth/seventh/tenth text/message/msg/reminder/one .. today/week/month ,_? \
                enough/stop/chill/please/ridiculous/wow/seriously/really",
            ),
            // Said of somebody else's messages, of a subject that is no practice, or of oneself.
            (
                Idle,
                "political/politics/election/campaign/candidate/candidates/telemarketing/warranty .. @notes \
                | @notes ... ,not you/yours/yall/u guys/folks? > \
                | my/the/our/his/her/their _ just/finally/recently/already/suddenly? quit > \
                | trying/tryna/hoping/working/struggling to quit > \
                | kids/kid/dog/cat/ex/boss/husband/wife/baby/toddler/son/daughter/coworker wont/doesnt/never/cant \
                leave me/us alone \
                | no need to call/text/email/reply/respond/write/message me/us? back | no need to call/reply/respond > \
                | no need to remind me ,ill/i/im \
                | if i/you reply/text/say/send/type/hit/press/said/texted/replied stop/end/quit \
                | i/ive/have/accidentally turned/switched off | dont ever change/leave/worry/retire/close/forget/lose \
                | calls/call/phone only after/before/between/at/on/in \
                | sign/signed up for .. fee/charge/plan/insurance/membership | dont send .. @treat/lab \
                | report/reported this/it/that to .. insurance/dentist/doctor/dr/adjuster \
                | done/finished/through with .. @treat \
                | withdraw/revoke/revoking/refuse .. consent/permission for/to .. sedation/anesthesia/@treat/xrays \
                | nobody/noone has/had/have/ever .. @reached me/us? \
                | dont @reach me while/when/during im/i/driving/working | text/call .. while im/i \
                | shut up and take | blocked/deleted/muted/silenced/reported .. by accident/mistake/accidentally \
                | by accident/mistake blocked/reported | my phone/carrier/cell marked/flagged/blocked .. | hit a nerve \
                | grinding/clenching/snoring/sweating/drooling .. stop/end/quit \
                | no followup visit/appointment/exam/needed \
                | another/other office/dentist/doctor/practice/company/place/clinic .. keeps/is/was/been/kept/spams \
                @coming/me \
                | i sent/left/texted .. @notes \
                | dont call/text/contact my/the/me at? .. work/job/office/desk/landline/house .. \
                ,text/call/try/use/email",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                OptOut,
                "ser/sea/sean .. eliminado/eliminada/borrado/borrada/removido/removida/quitado/quitada/excluido/\
                excluida de/del/por \
                | quiero/deseo/solicito/pido/ruego/favor ser eliminado/eliminada/borrado/borrada/removido/removida/\
                excluido/excluida \
                | numero/nombre/telefono/celular/contacto sea .. \
                | no ser contactado/contactada/molestado/molestada/llamado/notificado \
                | no .. ser contactado/contactada/molestado/molestada | que .. mi numero no .. \
                | no aparezca .. lista/sistema/base \
                | < quitar > | < borrar > | < eliminar > | < quitarme > | < borrarme > | < quitar ,porfavor \
                | < borrar mi/este/el/numero/todo \
                | < eliminar mi/este/el/numero/contacto | < quitar mi/este/el numero/contacto/nombre | < quitar de \
                | < remover > | < baja ,porfavor \
                | salirme/salir/sacarme/quitarme de .. @mensajes | apaguen eso/esto/esos/estos/el/la/ese/los \
                | apague eso/esto/esos/ese/los \
                | desactivar .. @mensajes | desactiven/desactive/desactiveme/desactivenme .. @mensajes | desactivenme \
                | desactiveme \
                | sus/tus/estos/esos/los @mensajes .. no son bienvenidos/bienvenidas/deseados \
                | no son bienvenidos/bienvenidas \
                | no deseado/deseados/deseada/deseadas > | ni por texto/mensaje | por texto/mensaje/aqui no > \
                | no por texto/mensaje/aqui/esta \
                | no lo/la usen/use > | cancelacion de .. @mensajes/suscripcion | cancelo .. suscripcion/@mensajes \
                | anulen/anule/cancelen/cancele mi/este/el numero \
                | como los/las/lo/me paro/detengo/quito/cancelo/elimino/bloqueo/borro/salgo .. \
                | no son necesarios/necesarias .. @mensajes | @mensajes ,yano > | ustedes ,yano > \
                | con los @mensajes ,yano > | no .. por este/esta/ningun medio/via/numero/canal",
            ),
            // Forbidden, never allowed, and said before.
            (
                OptOut,
                "les/le/os prohibo .. @mandarme/@manden/usar/usen/que \
                | nadie les/le/te .. autorizo/autorizó/dio/permitio .. permiso? | nadie les/le autorizo/dio \
                | con que derecho .. | mande/escribi/puse/envie/respondi/conteste/texteo stop/alto/baja .. \
                | entiendan/comprendan/entienda/entiende que? no .. | callense/callese/callate \
                | no sean/sea/seas pesados/pesado/molestos/molesto/necios/necio/insistentes/insistente/latosos/\
                intensos/encimosos \
                | no jodas/jodan/joda/friegues/friegue/frieguen/chingues/chinguen/chingue \
                | dejen/deje la insistencia/lata/molestadera/fregadera/chingadera \
                | llena/lleno/llenan/llenando/saturan/saturando/bombardean/inundan .. de/con .. @mensajes \
                | spamean/spameando/spamear/spamea | spam no > | no spam > \
                | no .. hagan/hagas/haga publicidad/propaganda \
                | desactiven/desactive/cancelen/cancele/anulen/bloqueen/bloquee mi/este/el \
                numero/telefono/celular/registro/contacto \
                | borren/borre/eliminen/elimine/quiten/cancelen .. mi informacion/registro/datos/contacto/perfil \
                | bloqueenme/bloqueeme/desconectenme/desconecteme/desenlisteme/desenlistenme/desactivenme/\
                desinscribanme \
                | < sin/cero/ningun/no/nomas contacto .. > | no mas/acepto/quiero/deseo/autorizo mas? contacto \
                | fin del/de contacto \
                | primera/segunda/tercera/cuarta/quinta/ultima vez que les/le/se/te lo? digo/pido/aviso/repito/escribo \
                | ir/hablar/hablare/ire/consultare con .. abogado/abogada/policia \
                | forma/manera/modo de yano? recibir/parar/cancelar/quitar/salir .. esto/eso/@mensajes",
            ),
            (
                OptOutUnlessPain,
                "ya cansan/aburren/hartan/molestan/fastidian/enfadan > \
                | hasta cuando van/vas/piensan/seguiran/siguen/me/van-a .. \
                | cuando van/piensan/va a? .. parar/dejar/entender/terminar > \
                | cuando dejan/deja/paran/para de .. molestar/escribir/mandar/enviar/llamar/fastidiar/joder \
                | cuando paran/dejan > \
                | ya .. dije/habia/dicho/dijimos .. que no > | ya .. dije/pedi/habia .. que no? .. me/nos \
                | que parte de .. no | no entienden .. que? no | no entienden > | que no entienden \
                | no saben aceptar un no \
                | mucho/tanto/demasiado mensaje/texto/aviso .. \
                | me/nos hartaron/enfadaron/fastidiaron/despiertan/asustan \
                | molesten/busquen/busquense/fastidien/escriban/escribanle a otro/otra/alguien | quejarme con/ante \
                | que cansones/cansados/fastidiosos/fastidioso/latosos/pesados/pesado/intensos/intenso/necios/\
                encimosos/insoportables \
                | son unos/bien/muy/re/tan cansones/fastidiosos/latosos/pesados/intensos/necios/encimosos/molestos \
                | voy/vamos a llamar/contactar/hablar/consultar .. abogado/abogada/policia/autoridades \
                | ningun .. mensaje/texto mas? \
                | ni un .. mensaje/texto/recordatorio .. | ya estuvo .. de .. @mensajes | yano > porfavor",
            ),
            (
                Idle,
                "basta de dolor/@tratar/esperar/excusas \
                | no puedo/se/sabe/puede escribir/hablar/llamar/contestar/responder/textear | me di de baja .. sin/por \
                | no mas dolor/dolores/anestesia/fiebre \
                | quitar/sacar/borrar/eliminar el/la/los/las/un/una/mis .. @tratar/diente/muela/puntos/brackets/\
                caries/cargo/cita/sarro/manchas",
            ),
        ],
    ),
];
