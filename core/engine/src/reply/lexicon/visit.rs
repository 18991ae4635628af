//! Words about visits and calls: please call, another time, not that visit.

use super::Signal::{Callback, Cancel, DropIn, Idle, Reschedule};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Callback,
                "can/could/may i/we get a call/callback | gimme .. call/ring/buzz/shout \
                | < call after/before/around/between/at # | returning your/a/the call | lets talk by/on/over phone/the \
                | lets hop/get on .. phone/call | give me a holler/jingle | holler at me \
                | someone .. i can talk/speak to | prefer to talk \
                | rather talk/speak | not .. over text | missed your call | < call > | call me \
                | call my/him/her cell/phone/work/office/husband/wife/home/number/mom/daughter/son | call her \
                | call him | phone me | ring me | buzz me | dial me | < please call | please call | please phone \
                | give me/my .. a? call/ring/buzz/shout \
                | can/could/will/would/have/want/like someone/somebody/anyone/you/u/doctor/office to? please? \
                give me a call/ring/buzz/shout \
                | give me .. call \
                | can/could/will/would/may/have/need/want/get/please/maybe .. \
                someone/somebody/anyone/you/yall/doctor/dentist/office/manager/nurse/dr/hygienist/they/\
                coordinator/receptionist to? please? just? call me? \
                | can/could/will/would you/u/yall/they/someone please? just? call | have .. call me | need a call \
                | want a call | like a call | telephone me | a call back | a callback | callback \
                | call back please/> | call me back | return my call | expecting .. call | waiting .. your call \
                | wait for .. call \
                | need/want/wanna/like/love/prefer/rather/have/gotta/can/could/may .. talk/speak/chat \
                to/with/about .. \
                someone/somebody/doctor/dentist/dr/person/manager/human/office/anyone/desk/real/you/nurse/staff/\
                representative/hygienist/coordinator/people/billing/front/him/her/a/the \
                | talk/speak to/with someone/somebody/a/the/doctor/dr/dentist/manager/human/person > \
                | can/could i/you talk/speak | lets talk > | talk on the phone | speak on the phone \
                | over the phone | by phone please/> | call is best/better | prefer a call | prefer phonecalls \
                | phonecalls please | best time to call | best number | you can call | u can call | call anytime \
                | call when | call whenever | call .. asap | someone to call | someone call me | reach me at/by/on \
                | try .. my cell/phone/work/home | available for a call | free for a call | free to talk \
                | can talk now/at/after/today/tomorrow/any | connect me | hop on a call | phonecall > \
                | phonecall please",
            ),
            (
                Reschedule,
                "running late | push/move/bump/slide .. appointment/visit/cleaning/it .. back/up/to/a/out \
                | come at # instead | @time instead | @time/# instead | reschedule | rescheduling \
                | rescheduled \
                | change/move/switch/push/bump/swap/shift/adjust/postpone .. my/the/this/our/that/it .. \
                appointment/visit/time/date/cleaning/day/booking/slot/consult/consultation/one/@time/next/to/\
                earlier/later/sooner/back/up \
                | move/push/bump/switch/change it/this/that/me to/back/up \
                | different/another/other/new/better .. time/day/date/slot | change .. time/date/day \
                | change my appointment | move my appointment | move my .. | reset my appointment \
                | earlier/later/sooner .. time/appointment/slot/date/day | come/in earlier/later \
                | later in the day | earlier in the day | rebook | re-book | another day/time \
                | another appointment > | different day | sooner appointment | something earlier/later/sooner/else \
                | time doesnt work | day doesnt work | cant .. that/this day/time | doesnt work for me \
                | that .. doesnt work | cant make that .. | cant do that day/time/date | @time doesnt work \
                | @time wont work | any other @time/times/days/day/time/openings | switch to @time | swap .. with",
            ),
            (
                Cancel,
                "nix/scratch/scrap/axe/ditch/undo/kill my/the/our/that/his/her .. #/@time/appointment/visit \
                | call off .. appointment/visit \
                | withdraw/back from/out of? .. my/the/our .. appointment/visit/#/@time | back out of my/the .. \
                | cancel .. @visit/my/the/it/tomorrow/today/for/on/@time/this/that/me/our/both | cancel #/@time \
                | cancel for | cancel .. tomorrow's/today's/monday's/friday's/visit/# \
                | need/have/want/gotta/like/going/gonna/wanna/must/hafta .. cancel | cancel me \
                | need/have/gotta/want/must to? skip/bail/miss/pass .. my/the/on/tomorrow/today .. \
                appointment/visit/cleaning/tomorrow/today/@time \
                | bail/bailing on .. appointment/visit/tomorrow/today/@time/cleaning \
                | skip/skipping my/the/our .. appointment/visit/cleaning | dont expect me/us .. \
                | give/giving .. my/our/the spot/slot/appointment/time .. to/away/up \
                | free up my/our/the .. spot/slot/time \
                | nolonger need/want .. my/the/our/that/an .. appointment/visit/slot/booking \
                | dont need/want .. my/the/our/that .. appointment/visit/slot/booking \
                | please cancel .. > | cancel tomorrow/today/tonight/it/this/that \
                | stop/end/remove/delete/drop/scrap/nix/kill/undo/erase my/the/this/that/our .. \
                appointment/appointments/visit/booking/slot/reservation/consult/consultation \
                | take/remove/get/pull/drop/delete/scratch/scrub me/my/it/us/name/us .. off/from/out .. \
                schedule/calendar/books/book/waitlist/appointment/lineup \
                | unbook | unschedule | unbook me | cancelled my appointment | cancel .. not come/coming \
                | unable to make/come/attend/keep | cant keep my/the/our appointment \
                | cant make it/my/the/today/tomorrow/this/on/that/in/tuesday/monday/wednesday/thursday/friday/> \
                | cant come/go/attend/be/get .. \
                in/today/tomorrow/there/appointment/visit/anymore/on/monday/tuesday/wednesday/thursday/friday/\
                this/my/> \
                | cant come | couldnt make it | wont make it | wont be .. coming/there/able/making/attending/in \
                | wont be able | not able to make/come/attend/keep | im not able to make/come/attend \
                | not able to be there | cant keep the/my/our | not gonna make | not gonna be .. there/able \
                | not make it | not coming > | not coming in/today/tomorrow/to/on | im not coming | not be coming \
                | have to miss | gonna miss | will miss my | missing my appointment | something came up \
                | no show > | forget my appointment | wont come | wont keep .. appointment \
                | not keeping .. appointment | cancel appointment | cancel apt",
            ),
            (
                DropIn,
                "stop by | stop in | stop over | swing by | drop by | come by | pop in | pop by | drop in | walk in \
                | stopping by | stop through | stop at",
            ),
            (
                Idle,
                "cancel my insurance | insurance .. cancelled/canceled | cancelled school | flight .. cancelled \
                | dont cancel | dont give my/the/that .. away/up | not cancel | did you cancel | cancellation fee \
                | cancel fee | cancel policy \
                | call log | missed call from | call it a day | call of duty | do i call | should i call \
                | who do i call | can i call | cant wait to come | you called | someone called \
                | wont be able to eat/chew/work/drive | who should i call | number to call | what number \
                | call the insurance | calling about | without rescheduling | what else",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Callback,
                "dar/de/deme/dame/denme/haga/hagame una llamada/llamadita | llamadita \
                | devuelva/devuelvan/regrese/regreseme/regresenme/devuelvame/devolver .. llamada | me podeis llamar \
                | podeis llamarme | llamadme | me podeis | llameme | llamame | llamenme \
                | prefiero hablar | prefiero que me llamen/llame | por telefono > | llamen | llame porfavor \
                | llamenos | marqueme | marcame | marquenme | hableme | hablame | hablenme | me llaman | me llama \
                | me llame | me llamen | me marcan | me marca | me hablan > \
                | me pueden/puede/podrian/podria/puedes .. llamar/marcar/hablar/contactar/comunicar/explicar-por \
                | pueden/puede/podrian/podria/puedes/pudieran .. llamarme/marcarme/hablarme/llamar/contactarme \
                | pueden llamar \
                | quiero/quisiera/necesito/gustaria/deseo/puedo/podria .. hablar/platicar/conversar .. con/alguien \
                | quiero/quisiera/necesito/gustaria .. que me llamen/llame/llamaran \
                | hablar con alguien/el/la/una/un/doctor/dentista/usted/ustedes | una llamada porfavor/> \
                | por llamada | por telefono porfavor/> | espero su llamada | devuelvame/devolver la llamada \
                | comuniquese con | alguien que me llame | llamada porfavor",
            ),
            (
                Reschedule,
                "otro dia > | correr/mover/pasar/cambiar/recorrer .. mi/la cita \
                | pasenme/paseme/muevanme/cambienme/muevame .. para/a/al/el | me sale mal .. dia | ese dia no \
                | ese dia no puedo | otro > | no puedo ese dia \
                | cambiar .. @cita/hora/dia/fecha/horario | cambiarla | cambiar para | cambiarme | reagendar \
                | reprogramar | re-agendar | mover .. @cita/para/al/a | moverla | cambio de @cita/hora/fecha \
                | otra/otro fecha/hora/dia/horario | reagendarla | reprogramarla | posponer .. @cita \
                | aplazar .. @cita | adelantar .. @cita | mas temprano | otra cita > | cambie mi cita \
                | cambien mi cita | pasar mi cita | otro horario",
            ),
            (
                Cancel,
                "quiteme/quitenme/saqueme/saquenme/borreme/borrenme/quitame/sacame .. \
                agenda/cita/citas/horario/calendario/lunes/martes/miercoles/jueves/viernes/sabado \
                | no voy hoy/manana | cancelenla | cancelela | cancelala | anulenla \
                | quiten/quitenme/quite/borren/borrenme/saquen .. la/mi cita | no me/nos esperen \
                | denle/den/dele .. mi cita/lugar/hora .. | yano necesito/quiero la/mi/esa cita | yano voy a ir \
                | no llego a .. | hoy no voy | cancelar .. @cita | cancelarla \
                | \
                cancele/cancelen/cancela/cancelo/cancelame/canceleme/cancelenme/anular/anule/anulen/eliminar/\
                quitar .. @cita \
                | cancelar .. la/mi/del/lunes/martes/manana/hoy | cancelar para/el \
                | tengo/necesito/quiero/debo/quisiera/voy que? a? cancelar/anular \
                | cancel/cancelo/quite/quiten/quita/borren/borre/elimine .. @cita | cancel la/mi \
                | necesito/quiero .. cancelar/anular .. @cita | no voy a poder | no voy a ir \
                | no puedo presentarme | no voy a llegar | no voy a poder .. \
                | no puedo ir/llegar/asistir/venir/presentarme/acudir | no podre ir/llegar/asistir/venir/> \
                | no podre | no voy a ir/llegar/asistir/poder | no ire | no asistire | no llego > | no alcanzo a \
                | no puedo .. ir/asistir/llegar | me salio un imprevisto | borrar mi cita | cancelame | canceleme",
            ),
            (DropIn, "paso por | pasar por | pasar a"),
            (Idle, "no puedo llegar a pagar | puedo cancelar"),
        ],
    ),
];
