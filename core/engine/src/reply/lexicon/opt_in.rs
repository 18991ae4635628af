//! Words by which a person asks for messages, or for more of them. They open nothing: a person reads them.

use super::Signal::{Help, Idle, Keep, OptIn};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Keep,
                "undo/ignore/disregard/undoing my/the/that? stop/optout/unsubscribe \
                | dont/never ever? stop @coming/sending | dont/never stop the/my/these/your .. @note \
                | dont stop with .. @note | dont unsubscribe me | dont unsubscribe \
                | dont/never ever? remove/delete/erase/drop me/my/us | dont/never ever? take me/my/us .. off \
                | dont cancel my/the/these .. @note/reminders/texts \
                | dont wanna/want to? optout/unsubscribe/stop .. @note? | not wanna/want .. optout/unsubscribe \
                | keep @coming | want/wanna/like to? keep/continue getting/receiving/hearing \
                | keep the/em/them/my/these/those/your .. coming/@note/posted/going \
                | keep me .. coming/posted/going/updated/informed | keep me on \
                | keep sending | dont optout me | dont opt me out | dont mind the @notes | dont mind @coming \
                | no dont stop | didnt ask to unsubscribe/stop/optout | didnt say stop \
                | like the/your/getting .. @notes | love the/your .. @notes | happy to .. receive/get .. @notes \
                | appreciate the/your .. reminders/texts/messages/reminder",
            ),
            (
                OptIn,
                "blocked you/yall/u .. again | start them .. up/again \
                | you/yall can/may/could send/message/text/contact .. again | can send me .. @notes again \
                | re-add/readd me | add me .. back | start .. back up | back on the .. list | put me .. back \
                | < start > \
                | < unstop > | < subscribe > | < resume > | < restart > | < resubscribe | < re-subscribe | < optin \
                | resubscribe | unstop | unblock me \
                | start/resume/restart/begin @coming/sending/reminders/texts/messages | start .. again | optin \
                | opt me .. in | have my permission/consent to | give you/yall/my permission to @reach \
                | permission to @reach me | you may @reach me | text me back on | put me .. back on \
                | back on the list | add me .. back/again | add me to .. list/texts/reminders/messages \
                | put me .. on .. list/texts/reminders | put me back \
                | setup me .. for? text/texts/reminders/messages/alerts/notifications \
                | sign me up for .. text/texts/reminders/messages/alerts/notifications \
                | turn/switch .. @note/them .. back? on | you/yall can/may text/message/contact/call me again \
                | ok/okay/fine to text/message/contact me | can text me again \
                | want/like/wanna/get .. @note .. again/back \
                | didnt mean to .. stop/unsubscribe/optout/block/cancel | stop by accident/mistake \
                | optout .. by accident/mistake | unsubscribed .. by accident/mistake \
                | accidentally/mistakenly .. stop/stopped/unsubscribe/optout/unsubscribed/blocked \
                | stopped .. by accident/mistake | unsubscribe .. by accident/mistake/accidentally \
                | text me again > | subscribe me | resume .. @note | sign me back \
                | wanna/want/like to receive/get .. @note | re-enroll me | reactivate .. @note",
            ),
            (
                Help,
                "link goes/leads/takes/just/keeps/says/gives | link .. error/blank/nothing/404 | blank page \
                | < help > | < info > | < help me > | whos this/that/texting | whos it > | who this | who dis > \
                | who are you/u | who am i .. talking/texting/speaking to/with | who im i \
                | who sent/sends/is-sending this/these/me | who texted me | what is/are this/these/that for/about \
                | whats this/these/that .. about/for/regarding/in | what this/is .. about | this is about what \
                | is this/it .. a? real/legit/person/human/bot/robot/automated/scam/spam/computer/ai \
                | are/r you .. bot/robot/human/real/person/ai/computer/scam/legit \
                | what/which office/practice/clinic/company/business/doctor/dentist/place .. is/are/this \
                | what/which office/practice/clinic/company/business/place > | what company \
                | is this .. dentist/dental/office/bright | who is .. sending \
                | link .. doesnt/isnt/not/wont/broken/work/working/open/load | link doesnt/isnt/wont \
                | help with .. link/website/site/page/form/portal/this | need help | need .. assistance > \
                | link is broken/expired/dead | cant open/click/access/see .. link/page/website/portal/form \
                | website .. doesnt/isnt/wont/not/asks/down/code/password \
                | page .. doesnt/isnt/wont/not/error/blank | site .. doesnt/isnt/wont/down | where did you get my \
                | automated or | real person | talking to a person | more info/information > \
                | send/need/want .. info/information > | do i know you | identify yourself | how do i know you \
                | your name > | what is your name",
            ),
            (
                Idle,
                "keep texting me .. after | info at | start my own | start of | restart my",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Keep,
                "no me/nos vayan/vaya/vayas a quitar/sacar/borrar/eliminar/dar/desuscribir \
                | no dejen/deje/dejes/paren/pare de @mandarme | no dejen de | no me quiten/saquen/borren/eliminen \
                | no me den de baja | sigan @mandando | siga @mandando | no quiero darme de baja",
            ),
            (
                OptIn,
                "puse/mande/envie/escribi/conteste/respondi .. stop/alto/baja/pare/cancelar .. por \
                error/equivocacion/accidente \
                | puse/mande/envie/escribi/conteste/respondi .. stop/alto/baja/pare/cancelar .. sin querer \
                | < comenzar > | < empezar > | < inicio > | < iniciar > | < alta > | < reanudar > | < suscribir > \
                | < suscribirme | quiero .. recibir .. @mensajes .. | quiero recibir @mensajes \
                | quiero .. @mensajes otra | pueden .. @manden/@mandarme .. otra/nuevo | apuntenme .. @mensajes \
                | anotenme .. @mensajes | volver a @mandarme @mensajes? | pueden volver | pueden escribirme \
                | pueden/puede mandarme/escribirme/textearme/enviarme/contactarme | activenme | actívenme \
                | reactivenme | suscribanme | vuelvan a suscribirme | quiero volver a recibir | quiero recibir \
                | me di de baja por error | quiero los @mensajes \
                | mandenme/mandeme/envienme/envieme los/mas/@mensajes | activar los @mensajes \
                | vuelvan/vuelva a @mandarme | otra vez los @mensajes | me pueden volver a @mandarme | dar de alta \
                | reactiven/reactivar/reanuden/reanudar/retomar .. @mensajes | suscribirme .. otra/nuevo \
                | < empezar/comenzar/iniciar/start/alta otra | < empezar/comenzar/iniciar de nuevo | fue un error .. \
                | por error | sin querer",
            ),
            (
                Help,
                "< ayuda > | < ayudenme | < ayudeme | < info > | < informacion > \
                | quien es/son/eres/habla/escribe/manda/me | quienes son | de quien es | de parte de quien \
                | con quien hablo | de que .. se trata/tratan/es/habla | que es esto \
                | de donde .. es/son/escriben/llaman/hablan | es un robot/bot/persona/estafa | son un robot/bot \
                | que oficina/clinica/consultorio/empresa/compania | que dentista | el link/enlace no \
                | no .. abre/funciona/sirve .. link/enlace/pagina | no puedo abrir | el enlace | necesito ayuda \
                | mas informacion > | quiero .. informacion | link no",
            ),
        ],
    ),
];
