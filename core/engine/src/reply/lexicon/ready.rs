//! Yes, said without the word: what was decided, on which condition, when one can come, and what was booked by the
//! link that we sent. [`yes`](super::yes) has the plain ones.

use super::Signal::{Affirm, Idle, NotYes, Yes};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            // Decided, or brought round to it.
            (
                Affirm,
                "decided to go with/ahead/for/through \
                | decided to do/get/have/proceed/schedule/book/start/move/take/try/come/accept/finish/fix \
                | decided on .. @treat \
                | decided/chose/choosing/choose/opted to? go with/for/ahead \
                | i/ive/we/weve choose/chose/chosen to do/get/have/go/proceed/schedule/book/start \
                | convinced/persuaded/sold me/us | won me/us over | talked me/us into | you/ya win > \
                | twist/twisted my arm \
                | made up my/our mind/minds ,lets/im/ill/book/yes/i | made up my/our mind/minds to do/get/go/have \
                | pull the trigger \
                | putting/put it/this/that off too/long/enough/forever/so/since/for | tired/sick of putting .. off \
                | no more putting .. off \
                | time i/we did/got/had/do/get/took .. it/this/that \
                | been wanting/planning/hoping/dying/itching/needing to? do/get/have/come/start/book/schedule/fix \
                | could use a/an/some .. @treat/refresh/touch/appointment/visit/checkup \
                | planning on it/doing/getting/coming/having | all in > | im/were so/totally/all/definitely/100 in > \
                | still in > | finally ready > | its .. but ok/okay/fine > | in for it/the > | green light \
                | greenlight | all systems go | no time like the present | better now than later \
                | better sooner than later \
                | sooner rather than later | cant say no to that/it/this > | wouldnt miss it \
                | wont/cant/wouldnt say no > | doesnt matter ,book/schedule/lets | either way .. in/book/lets/do/yes \
                | if so ,i/ill/we/id want/need/take/like/love .. | if so ,im/book/lets/sign/yes/schedule/count/put \
                | beggars cant be choosers \
                | agree to/with the/this/your/that .. plan/treatment/terms/proposal/estimate/quote \
                | want the/that/a/an/your/this .. opening/openings/slot/spot/time/appointment \
                | wanna/want start/begin/resume/continue/finish the/my/with/asap/soon/now/this/next \
                | < wanna/want start/begin > \
                | needing/hoping/trying/looking/wanting/planning/ready/dying/wishing/eager/able to? \
                schedule/book/reserve/come/start/setup/make \
                | needing/hoping/trying/looking/wanting to? get .. in/appointment/seen/scheduled/booked/started/done/\
                fixed \
                | we/us/husband/wife/son/daughter/kids/both/mom/dad/i both? .. want/wants/need/needs/wanna .. \
                schedule/book/appointment/appointments/come/@treat > \
                | book/schedule/get/sign/put/squeeze/fit her/him/them/us/both/everyone .. in/for/please/down/up/@time \
                | book/schedule her/him/them/us",
            ),
            // Yes, on a condition, for somebody, or with more of the same.
            (
                Affirm,
                "@yes ,provided/providing/assuming/granted/contingent/given .. | @yes ,on condition/one .. \
                | @yes ,as/so long as .. \
                | @yes/ok/okay/fine ,but? only? if its/it/thats/you/i/we/there/that/can .. \
                @time/@month/#/after/before/evening/early/late/doctor/dr/mornings \
                | @yes ,but not before/until/till/earlier .. #/@time/@month \
                | @yes ,but only/has/must/needs .. #/@time/@month/after/before \
                | @yes for both/all/me/us/him/her/everyone/my/mom/dad/the/it \
                | @yes to both/all/the/that/it/everything/my | @yes/and ,both > | both please > \
                | < all of the above | so/but/then/and yes > | @yes ,why not | @yes ofcourse | @yes ,pretty please \
                | @yes ,need/needs/gotta .. done/fixed/out/seen/over/scheduled/booked/started \
                | @yes ,but can/could it/we/i be/do/come .. after/before/on/@time/@month/# \
                | ill do it/that/this if you/u/yall/we can/could/have fit/do/see/take/get/squeeze .. \
                | @yes ,but? with .. financing/payment/payments/dr/doctor/same/sedation/hygienist/plan/@treat \
                | @yes ,if you/u/yall take/accept/do/offer/have .. payments/financing/installments/plans/plan \
                | @yes ,but im nervous/anxious \
                | @yes ,but i? need/want/prefer sedation/laughing/nitrous/mornings/afternoons/evenings/numbing \
                | @yes ,it/i/we/they? need/needs/gotta/must/wanna/want/have to/it/this/that/them/be .. \
                done/fixed/out/in/seen/over/scheduled/booked/care/started \
                | @yes ,i/we gotta/need/must/should/have .. take care of .. \
                | @yes ,book/schedule/call/sign/set/put/lets/get/send .. | fine ,book/schedule/lets/do/ill/you",
            ),
            // When one can come.
            (
                Affirm,
                "what/which times/time/days/openings/slots u/you/yall got/have/free/open | what u/you/yall got/have > \
                | what u/you/yall got/have .. @time/open/available/free/for/this/next | whatcha/watcha got .. \
                | got room/space/anything/something/openings/spots/time/any/availability .. \
                @time/soon/open/left/sooner/next/this \
                | got any/anything/room/openings/spots > | give/send/text me some/the/a/few .. times/dates/days \
                | u/yall/you got/have @time | when .. you/u/yall .. open for me \
                | any mornings/afternoons/evenings/weekends/saturdays/fridays/mondays/openings/spots/slots > \
                | any/either/which of those/these/them work/works/good/open/ok \
                | lets say/do/try/aim/plan @time/#/@month | do/try @time at/around # | make it @time/# | do @time/# > \
                | can/could you/u/yall/we/i do/manage/swing @time/#/next/this \
                | off/free/done/out/available at/by/after # .. any/anything/work/works/day/days \
                | get/getting/im off/out/done/free at/by # .. so/any/can/could/anytime/after \
                | ill be in/over/by/up @time/next/this/on \
                | down for @time/#/it/that/the/this | mark/put/pencil/write me/us down/in | put my name in/on/down \
                | first thing .. morning/@time \
                | soonest/earliest/first/next .. you/u/yall have/got/can > | asap > | anytime/any day but @time \
                | after work/school/lunch works/is | tell me when > | tell me when/where to be/come/show/go \
                | just tell me when .. | name the/a/your time/day/date/place | which/what days > \
                | well/we'll/lets/can set/pick/choose/find/book/schedule a/the day/time/date/slot \
                | call .. to schedule/book/setup/reserve/make .. \
                | call ,and/so well/we/i/lets .. set/pick/book/schedule/make \
                | call/ring/phone me/us/back .. to? get/set .. scheduled/up/booked/appointment/in \
                | set/setup/make an/the/my/a appointment | appointment please > \
                | want/need/like an? appointment .. for/to | send .. link please? > | < link please > \
                | send the booking/scheduling link",
            ),
            // Which of those that were offered, and leave to choose.
            (
                Affirm,
                "i/ive have/got .. @time off/free/open \
                | my @time/schedule/calendar/week/day is/are .. open/free/clear/flexible \
                | im/totally/very/pretty/super flexible | im open > | wide open .. | free/open all @time/day/week \
                | < the #/first/second/third/last/earlier/later/other one > | < option # > \
                | < first/second/third/either/earlier/later one? works/please/is/sounds \
                | < either .. fine/ok/good/works/great | any of those/these/them > \
                | whichever/whatever/whoever is/opens/comes .. sooner/soonest/first/open/available/easiest/best/\
                earliest \
                | @time or @time @time | @time if possible/available/you/u/at | < @time ,please \
                | see/c/cya ya/you/u then/@time | cya/cu then/@time \
                | ill make it > | will be there | count on it > | consider me/it .. booked/in/done/scheduled/yes \
                | lock in @time/#/it/that/the/me \
                | save/hold/keep/reserve/grab/get me? a/my/the/that spot/seat/slot/place/chair \
                | hold @time/# for me \
                | add/throw/toss/stick/plug/slide/slot/drop/put me/us .. on/in/to the? \
                schedule/calendar/books/book/@time/wherever/whenever/anywhere \
                | you/u/yall pick/choose/decide .. | dealers choice | surprise me \
                | full speed ahead | make it so > | do what you/u gotta/need/have/must .. | lets take care of .. \
                | do the whole/entire .. thing/plan/treatment/mouth/set | do all of it/them \
                | ill/id/well/i/we go with/for the/option/plan/your/that/it .. \
                | i/ill/we pick/choose/chose/take the .. plan/option/@treat \
                | want/wanna/like that/the/this/your .. special/deal/offer/discount/promo | take advantage of .. \
                | claim/redeem/use/accept the/that/your/my offer/special/deal/discount/promo \
                | if its still .. sign/book/im/put/count/lets/yes \
                | cant/dont put it/this/that off any/anymore/longer/forever \
                | dont want/wanna wait any/anymore/longer/much | lets not wait \
                | time to do/get/fix/book/schedule/start .. \
                | im around/home all week/day/morning/afternoon | im around/home @time/next \
                | free on/before/after the? #/@time | works out great/perfect/perfectly/fine/well \
                | that/this/the slot/one/date/time/appointment/day/spot works/is .. \
                | that/this/the slot/one/date/time/appointment/day/spot works > \
                | can/could/will/would dr/doctor/the/your .. see/fit/take/squeeze me/us \
                | dr/doctor .. have time/room/openings/opening/spot/slot/anything | let me come in \
                | gimme the? #/@time | ill/imma come thru/through/in/over @time | < @time am/pm/aft > \
                | @time aft/am/pm ok/works/good/please > \
                | lets lock .. down/in | hook me/it/us up | cant wait to get/have/start/do .. @treat \
                | excited to start/get/begin/do/finally | waited/waiting long enough > \
                | @yes ,thanks for .. reminder/text/message/checking/reaching/followup/note \
                | sooner is better | can/could/may i have/get/take/do the #/@time \
                | have anything/something after/before/at/on/around .. | lunch hour/time works/is/@time",
            ),
            // Booked by the link.
            (
                Affirm,
                "booked/scheduled/reserved/grabbed/picked/chose/selected/snagged/claimed/took/made/confirmed .. \
                with/through/on/using/via/from/by .. link \
                | link ,and .. booked/scheduled/reserved/grabbed/picked/chose/selected/snagged/got/signed \
                | just booked/scheduled online | i booked/scheduled online .. > \
                | grabbed/picked/chose/selected/snagged/claimed/choose .. @time/#/slot/spot/time/date/day \
                | done ,i? booked/scheduled/picked .. | signed/setup up? online for | signed up online \
                | used the link ,see/and/booked/picked/got/im | paid .. deposit ,put/book/schedule/lets/see \
                | sent .. deposit ,put/book/schedule/lets",
            ),
            (
                Yes,
                "< most definitely | < def | < defo | < definitely ,lets/book | < ofc | < fo sho | < say less \
                | < aight bet | < bet bet | < 10-4 | # percent yes/in > | < 100 percent \
                | < yuppers/yepper/yeppers/yis/yass/yas | < # percent > | < yezzir/yezzirr/yuh/yurr/fsho/lfg \
                | < why yes \
                | < oui please | < deal ,book/lets | < you know it | < without a doubt | < of course",
            ),
            // Sounds like one.
            (
                NotYes,
                "< morning/evening/afternoon/night ^ \
                | < morning/evening/afternoon/night ,doc/all/everyone/team/guys/folks/dr \
                | @yes ,but? why/whats/who/whos .. | @yes ,but what is/was/are/does/about/the/for/if .. \
                | @yes ,but? how much was/were .. | @yes ,what was/were .. | @yes ,and? who is/are/this .. \
                | can/could/will/would you .. fix it/this/that/them | can they fix it/this/that | fix it if \
                | can/could/may/should i/we .. do/get/have/come .. if/while/when/during \
                im/i/pregnant/breastfeeding/nursing/my \
                | is .. safe to | do i need/have to? come/be .. | free to talk/chat/speak \
                | free to talk/chat/speak .. #/@time \
                | ill/will/gonna/i call/phone/ring .. to schedule/book/setup/set/make \
                | where do i sign .. form/forms/papers/paperwork/consent/hipaa | what do you have on file/record/me \
                | what .. have on file | in writing | is @time when/the .. | is @time when i/we .. in/for .. \
                | soonest it can/could/will | can i get .. in writing | shut up and \
                | before i say/agree/decide/commit/do/sign \
                | like/want/wanna/prefer/rather to? wait/hold/see .. | see you/u tonight/at/home \
                | are you/u/yall free/busy .. \
                | decided/chose/choosing/going to? go/use/see .. another_dentist/elsewhere/else/cousin/cousins/\
                cousin's \
                | lets get lunch/pizza/coffee/dinner/food/drinks/together/tacos/drunk/brunch | lets start over \
                | @yes ,one/some day > | works out to | what a deal | big deal | no deal \
                | @time/mornings/afternoons/evenings .. dont/doesnt/isnt/arent/wont/bad/no/busy/packed/out/booked \
                | lunch/dinner/brunch/drinks/coffee/pizza/beers/movie/game @time \
                | do it/this/that next/in year/month/summer/spring/fall/january \
                | ill do it/this/that later/eventually/someday/when/once/next/in/after/myself \
                | not convinced | didnt convince me | havent convinced me | not sold on \
                | @yes ,as/so long as .. insurance/medicaid/medicare/covered/covers/free \
                | @yes ,provided/assuming .. insurance/medicaid covers/pays/approves \
                | < so in | in pain/traffic/class/bed/florida/mexico/town/labor/court > | sold my/the/our/it \
                | sold out | get off at/work",
            ),
            (
                Idle,
                "no need to convince/persuade/sell/twist/ask \
                | dont remove/take/delete/drop me .. waitlist/list/schedule/books/calendar \
                | sorry for/about the/my delay/wait | sorry .. delay | dont cancel my/the/it \
                | no more delays/waiting/excuses/putting | dont wanna/want to? cancel",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Affirm,
                "nos/me animo/animamos/anime | si .. nos animamos | me decidi | nos decidimos \
                | decidi/decidimos hacer/hacerlo/hacerme/hacermelo/ponerme/ir/empezar/si/que-si/el/la \
                | me/nos convencio/convencieron/convenciste | pongame/ponganme/ponme/pongan en/el/la/a .. \
                | pongame/ponganme/ponme para el/la/los? @tiempo/# \
                | me/nos .. puede/pueden/puedes/podria/podrian anotar/apuntar/agendar/poner/apartar/reservar/ver/\
                atender/meter .. \
                | me/nos apunta/anota/agenda/agendas/pone/aparta/reserva/apuntan/anotan/agendan/apuntas/anotas/mete \
                para? el/la/los? @tiempo/# \
                | me/nos apunta/anota/agenda/agendas/pone/aparta/reserva/apuntan/anotan/agendan/apuntas/anotas/mete \
                a/en/porfavor \
                | anota/anote/apunta/apunte a mi/nosotros \
                | deme/denme/dame/deme-una/me-da hora/turno/fecha/cita/espacio/campo/lugar \
                | me/nos da/dan/das/dara hora/turno/fecha/cita/espacio/campo \
                | quiero/necesito/ocupo/busco/quisiera/pedir/sacar/agendar/necesitamos/queremos una? \
                hora/turno/cita/consulta \
                | me/nos encantaria | me/nos gustaria ir/hacerlo/agendar/empezar | cuando seria/podria-ser \
                | lo/la quiero hacer/hacerme | me/nos interesa el/la/los/las/hacerme/ponerme .. @tratar \
                | muy interesada/interesado/interesados \
                | voy/vamos a arreglarme/ponerme/sacarme/hacerme/agendar/hacerlo/hacermelo/arreglar \
                | si .. vamos/voy a .. | si voy > | si vamos > | si lo/me hago > | si le entro | al final si \
                | ahora si .. vamos/quiero/puedo/voy | ya .. junte el dinero ,_ | dijo/dice que si > \
                | ya cobre ,.. si/vamos \
                | hagan/haga/haz .. cita | aceptamos | sigamos | < listos > | listo ,para/agende/vamos",
            ),
            (
                Affirm,
                "puedo @tiempo/# | @tiempo puedo a? las? #? | @tiempo # > | < @tiempo a las # \
                | @tiempo en/por la manana/tarde/noche | < por/en la manana/tarde/noche > \
                | a la hora que sea/tengan/puedan/haya | el/la dia/hora que tengan/sea/haya/puedan/tenga \
                | alli estare | alla estare | ahi/alla/alli nos vemos | nos vemos el/la/@tiempo \
                | a las # voy/puedo/estoy/llego/estare/me/esta/perfecto | < que dia/dias/horas/hora tienen/hay \
                | < que dias > | me sirve/queda el/la/@tiempo/a \
                | llameme/llamenme/llamame/marqueme/marquenme/me-llaman para/y hacer/agendar/poner/sacar/hacemos/\
                agendamos .. \
                | me llaman/llama/marcan para agendar/hacer/poner .. \
                | si ,si/siempre/mientras/cuando .. @tiempo/manana/tarde/sea/noche \
                | siempre y cuando .. @tiempo/manana/tarde/sea",
            ),
            (
                Affirm,
                "hice/agende/reserve/saque/aparte/agendar/escogi/elegi/agarre/hacer/tome .. en/con/por/del .. \
                link/enlace/linea/pagina \
                | agarre/escogi/elegi/tome/aparte/reserve .. @tiempo/#/hora/dia/horario",
            ),
            (
                Yes,
                "< si ,para los/las/mi/nosotros/ambos/el/la _ \
                | < si ,pero por/en/a/el/la/los/despues .. @tiempo/#/manana/tarde | < simon ,que? si \
                | < si ,voy/vamos/nos/estare/ahi/alli/alla/estaria/hagan/haga/denme/deme/pongame/apunteme/anoteme/\
                hagamosla \
                | < sip | < sipi | < simon ,que | < sii | < dale ,pues/cuando/que | < va pues | < andale ,pues/si \
                | como no > | < eso si | < ya estas",
            ),
            (
                NotYes,
                "si ,como si | me/nos interesa el/la/los .. precio/costo/saber \
                | si ,pero cuanto/cuanta/por/para/que/quien/cual .. \
                | embarazada/lactando/amamantando/diabetica/diabetico ... ,puedo/hacer/hacerlo/hacermelo \
                | puedo hacer/hacermelo/hacerme/hacerlo .. si tomo/estoy/tengo/uso \
                | me lo puedo hacer .. si/con | el/la @tiempo no | no puedo @tiempo | @tiempo no puedo \
                | si no .. cuanto | a que hora es | cuando seria mi | se puede hacer",
            ),
            (
                Idle,
                "no quiero/voy/queremos/deseo a? cancelar | no .. cancelen/cancele/cancelar ,al/quiero/si \
                | nadie me dijo",
            ),
        ],
    ),
];
