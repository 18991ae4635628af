//! Words by which a person says no.

use super::Signal::{Decline, Idle, Painless};
use super::Table;
use crate::reply::Language::{En, Es, Fr, Pt};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Decline,
                "< @no > | sorry ,no > | but no > | mean no > | < n > | < @no ,@no | < @no ,thanks | < @no ,please > \
                | < @no ,im | < @no ,i \
                | < @no \
                ,that/thats/it/its/this/not/nothing/we/my/but/for/at/need/the/you/thankyou/all/way/dont/cant/\
                appreciate/ill/ive \
                | < @no ^ | @no thanks | @no thankyou | no way > | hell no | heck no | absolutely not \
                | definitely not | certainly not | of course not | ofcourse not | no sir > | no maam > \
                | not at all > | nothing thanks | i think not | guess not | probably not > | rather not > \
                | prefer not > | id rather not | prefer not to > | i say no | to say no | must say no | saying no \
                | says no | say no > | said no > | is no > | is a no | its a no | be a no | thats a no | a hard no \
                | hard no | hard pass | answer is no | going to pass | gonna pass | ill pass | < pass | i pass > \
                | have to pass | take a pass | pass on .. | passing on .. | will pass | i decline | decline \
                | declining | declined > | refuse | i refuse | 👎 | ❌ > | thumbs down",
            ),
            (
                Decline,
                "thats/that/its/it/is/are/be/answer .. not? false/wrong/incorrect/inaccurate/erroneous/untrue \
                | not true/correct/right/that/good | isnt true/correct/right/it/the/what/possible \
                | not the case/answer | thats not | i disagree | disagree | not what i want | seems not \
                | appears not | cant be right/true | answer .. no > | not .. interested \
                | isnt/arent/wasnt interested | nolonger interested | uninterested | no interest | lost interest \
                | not for me | not my thing | not gonna do/happen/get/be-doing | not going ahead | not goahead \
                | wont be doing/getting/going/needing/goahead/having/proceeding | wont do it/this/that \
                | not doing it/this/that/the | not getting it/this/that/the | not having it/the | not happening \
                | not proceed/proceeding | not moving \
                | dont wanna/want/need/like .. it/that/this/them/one/anything/any/surgery/treatment/@treat \
                | dont/didnt .. want/need .. @treat \
                | dont wanna do/get/have/come/go/proceed/goahead/book/schedule/spend/pay | dont want .. done \
                | dont wanna > | dont want > | dont need > | dont think .. need/want/ill/so/going/gonna/it/id/can \
                | dont think so | dont see .. need/point | nolonger want/need/wanna/interested .. | nothing for me \
                | nothing else | < nothing | not worth | isnt worth | no point | waste of | wont work > \
                | wont work for | that wont be | will/would not be necessary/needed/required/happening | not necessary | isnt necessary | wont be necessary | unnecessary \
                | not needed > | no need > | no need for | no need to do/come/get/worry-about | dont bother > \
                | ill skip | skip it | skip this | skip the | gonna skip | ill live with | can live without \
                | i can live with it | living with it",
            ),
            (
                Decline,
                "changed/change/changing my/his/her mind | decided/decide/deciding against \
                | decided/decide/deciding not | opted not | optout of .. @treat | optingout of .. @treat \
                | optout of the/my/this/that _ | optingout of the/my/this/that _ | chose not | choose not \
                | choosing not | against it > | not gonna goahead | nevermind > | < nevermind | forget it > \
                | forget about it | forget the @treat | cancel .. treatment/plan \
                | stop .. treatment/procedure/plan > | end .. treatment | talked .. out of it \
                | my husband/wife/mom/dad/spouse/partner/doctor/dentist .. says/said/thinks/think no/not/dont \
                | husband/wife doesnt want | against my religion | dont believe in | dont trust \
                | dont like .. dentist/dentists/your | second opinion .. not/dont/said",
            ),
            (
                Decline,
                "im/were good > | im good/fine/okay thanks/now/as/without/with | im ok/fine/okay/great/well > \
                | im all good | all good > | im fine thanks | im ok thanks | allset | were good | good thanks > \
                | thanks im fine | im content | happy with .. as/way | happy how | fine the way | fine as \
                | like my .. the way | thats all > | thats all i | that will be all | that would be all \
                | thats enough | that is enough | thats it > | thatll be all | itll be all | was all > | its all > \
                | is all > | it for today",
            ),
            (
                Decline,
                "nty | no ty | no tks | dont fancy | wouldnt bother | gone off | cold feet | got cold feet \
                | aint doing/interested/going/getting/paying | aint no way | aint happening | not doing > \
                | not keen | not bothered | not into it | not big on | not feeling it | not worth .. \
                | wont be .. goahead/ahead/proceeding/doing/needing/putting/spending | wont need \
                | nolonger necessary | dont have any interest | have no interest/desire/intention/plans \
                | no plans to | no intention | no desire | im out > | count me out | im not in > | include me out \
                | leave it alone | leave it as | leave it be | let it be | leave well enough | keep my tooth/teeth \
                | keep it how/the/as | rather keep | not putting | not spending | thanks but no \
                | appreciate it but | appreciate the offer but | appreciate .. but no/not/ill/im | thank .. but no \
                | tempting but | pass thanks | pass for | sitting this/it one? out | sit this one out \
                | opt for something | went off | no dice | no go > | no can do | not a chance | no chance \
                | fat chance | over my dead | when pigs | < 🙅 | < 👎 | negative ghost | nuh uh | < never > \
                | hell nah/naw/no | not getting no | dont believe .. need/so/want | outta my budget \
                | out of .. budget | above my budget | beyond my budget | not .. getting .. @treat \
                | aint getting .. | shant be .. | shant | im not interested \
                | im not getting/doing/paying/having/going .. | uh uh > | mm no | im not gonna \
                | im not going to do | not going to do | not going to get | not going to have | not gonna have \
                | wont be able to afford | cant justify | cant spend \
                | not paying that | not at that price | for that price | at that price \
                | highway robbery | rip off | ripoff | robbery | outrageous | ridiculous price | way over \
                | thats a lot of money | kind of money | that much money | cost an arm | arm and a leg \
                | crazy expensive | retired | fixed income | on a fixed",
            ),
            (
                Decline,
                "too much > | too much money/for/rightnow/to | its too much | thats too much | so much money \
                | too/so/very/way/really/pretty expensive/costly/pricey/high/steep/rich | cant afford \
                | can not afford | couldnt afford | couldn't afford | unaffordable | not affordable \
                | dont have .. money/funds/budget/cash | no money | no funds \
                | short on/of money/cash/funds | low on money/cash/funds | im broke \
                | out of my budget/price-range/range | out of budget | not in .. budget | out of my price \
                | price is too | cost is too | cost too | costs too | over my budget | budget doesnt \
                | lost my job | not paying | wont pay | cant pay | cant swing \
                | cheaper .. elsewhere/else/somewhere | dont have that kind/much \
                | insurance wont/doesnt/didnt .. no/not > | so ,no > | so ,no ,thanks | money is tight | tight on money \
                | more than i can",
            ),
            (
                Decline,
                "too/so/very/really/pretty old/risky/painful | < scared/afraid/nervous/terrified/hesitant to _? _? _? \
                | not comfortable > | dont feel comfortable > | not ready | arent ready | isnt for me \
                | not my priority | not a priority | nothing wrong/hurts | doesnt hurt .. anymore/now/so \
                | doesnt bother me | it feels fine | feels fine | feels better | tooth is fine \
                | tooth .. feels fine/better | just pull it | kindly decline | respectfully decline \
                | politely decline | close my file/case/chart | stop the treatment | please close my \
                | find someone else",
            ),
            // The choice was made, for them or for their child; what there is stays as it is.
            (
                Decline,
                "chosen/chose/opted/elected/decided/choosing/electing/deciding not to .. | no shot > \
                | not/dont think .. @treat/it is/are/isnt for me | isnt/arent/not for me/us/him/her > \
                | isnt/arent/not something/anything .. want/need/do/for \
                | told/telling .. doctor/dentist/dr/hygienist/office/desk no \
                | my/the son/daughter/kid/child/husband/wife/mom/dad/he/she doesnt/dont/didnt want/need .. \
                @treat/it/that \
                | he/she doesnt/didnt want/need .. @treat/it/that | good on the/my/that .. @treat \
                | not/arent/wont going/gonna/go through with .. \
                | wont/not/never be .. proceeding/going/doing/moving/continuing \
                | rather .. live/deal/leave with/it .. | leave/leaving it .. be/alone/is/as \
                | happy/fine/ok/okay/content with .. my/teeth/smile/it/them/how \
                | my teeth/smile/tooth are/is fine/good/ok/great > \
                | outside .. my/our budget | money/moneys/things/budget .. tight | not for $/# > \
                | cant do that/those/this .. price/prices/money/amount | wallet .. empty \
                | not .. paying/spending that/# \
                | dont/doesnt/not think/believe/feel .. its/it/is/thats necessary/needed/worth | isnt/not necessary \
                | no more .. work/procedures/treatment .. | dont want/need .. anymore > \
                | price .. put/scared/turned me off",
            ),
            // What begins like a no, and is none.
            (
                Painless,
                "stopped hurting/bleeding/swelling/throbbing \
                | pain/swelling/bleeding/numbness .. ended/stopped/gone/went/subsided | yano .. duele \
                | ya no .. duele | se me paro/quito/fue el dolor | dejo de doler/sangrar | no me duele nada \
                | no pain | no more pain | not in pain | no longer hurts | nolonger hurts | pain is gone \
                | pain went away | pain stopped | bleeding stopped | bleeding has stopped | swelling went down \
                | swelling is down | doesnt hurt at all | feeling great | feels great | feel great \
                | healing great/well/fine/nicely | no swelling | no bleeding",
            ),
            (
                Idle,
                "no problem | no worries | no prob | not a problem | no doubt | no issue | no big deal | no rush \
                | no kidding | no need to wait/ask/apologize/thank | cant say no | no questions | no question \
                | no hurry | no later than | no idea | no clue | no matter | no way to | no pain | no sooner \
                | no biggie | no time like | dont wanna wait | dont wanna miss | dont want to? wait \
                | dont want it to get | dont mind | dont worry | dont care when | dont care what | dont let \
                | dont know what/how much/if .. insurance | not too/so expensive | no objection | no preference \
                | no appointment | no se_es | no response | no signal | no reply | no show | cant wait | not bad \
                | nothing stopping | nothing stops | no such | thats all right | no more pain \
                | not only | no longer scared | didnt .. say no | dont say no | not scared | not afraid \
                | not nervous | no i do | no i want | no i would like | no actually yes | not sure what \
                | no charge | no cost | no copay | no fee | no interest financing | im good with that \
                | im good with _ | im good for _ | im fine with | im ok with | good for me | im good on @time \
                | pass out | bus pass | pass along | pass it on \
                | do/did/would/should/must i .. need/want it/this/that/these/them/to/a/the? | how much is \
                | why is .. so expensive | is it .. too/so/very/that expensive | say when",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Decline,
                "< no > | < no ,gracias | no gracias | < no ,no | < no_es | < nop | < no ,porfavor > \
                | < no ,no_quiero | no me interesa | < mejor no | < para nada | no es para me | eso no es para \
                | no tengo con que | no tengo para pagar/pagarlo/eso | seguro no .. cubre/paga .. no \
                | no .. cubre entonces no | se me quitaron .. ganas | no me voy a poner/hacer/sacar/operar .. \
                | yano me lo/la voy a | asi lo/la/me dejo/quedo | lo/la dejo asi \
                | no creo que .. necesite/haga | entonces no > | jaja no > | no .. interesada/interesado \
                | no estoy interesada/interesado \
                | yano me interesa | no me interesan | no nos interesa | no .. interesa | sin interes | yano estoy \
                | yano lo/la quiero/necesito | yano quiero .. | yano necesito \
                | no lo/la/los quiero/necesito/voy/deseo/queremos \
                | no quiero .. @tratar/hacerlo/hacermelo/hacer/nada/eso/ir/cita/la/el/gracias/> | no quiero \
                | no deseo > | no deseo .. | no necesito .. \
                | no voy a .. hacer/hacerlo/hacerme/hacermelo/ir/querer/poder-pagar/continuar/seguir/proceder \
                | no va a ser | no pienso | no creo > | no creo que | creo que no | mejor no > | mejor no ,gracias \
                | prefiero no | no es necesario | no hace falta | no hay necesidad | paso > | decidi no \
                | decidimos no | he decidido no | cambie de opinion/idea/parecer | cambiamos de opinion \
                | me arrepenti | olvidelo | olvidalo | dejelo asi | dejalo asi | asi estoy bien | estoy bien > \
                | estoy bien asi/gracias | para nada | de ninguna manera | ni loca | ni loco | claro que no \
                | por supuesto que no | rechazo | declino | rechazar | no acepto | no estoy de? deacuerdo \
                | mi esposo/esposa/marido dice/dijo/no .. no/quiere | < nada > | nada gracias | no fijate \
                | no vale la pena",
            ),
            (
                Decline,
                "muy/demasiado/bastante/tan/super caro/cara/caros/costoso/costosa | caro > | cuesta mucho/demasiado \
                | es mucho dinero | no tengo .. dinero/plata/lana/presupuesto/feria/recursos/fondos \
                | no hay dinero/plata/lana | no me alcanza | no alcanza | no puedo pagar/pagarlo/costear \
                | no puedo .. pagar/pagarlo/costear | sin dinero/plata/trabajo | esta caro/carisimo | carisimo \
                | fuera de mi presupuesto | no cuento con .. dinero/recursos | no tengo como | perdi mi trabajo \
                | no me animo | no estoy lista/listo \
                | no estoy segura/seguro-de",
            ),
            (
                Decline,
                "hemos/he decidido no | decidi que no | prefiero dejarlo/quedarme | nones | nel | nambe | ni hablar \
                | ni de chiste | ni al caso | no ,muchas gracias | no muchas gracias | por ahora no gracias \
                | no me convence | no me conviene | no me gusta/gusto | no lo creo | mejor ya no | ya no gracias \
                | siempre no | yano > | yano gracias | yano ,gracias | ya me arrepenti | ya no lo/la \
                | no le interesa | no les interesa | no lo voy | no me lo voy | no me la voy | no me voy a hacer \
                | no pienso hacer | no me hace falta | sale muy/mucho caro | se me hace caro/mucho \
                | me sale caro/carisimo/muy | esta carisimo | esta fuera de | no me da el | no me da para \
                | no puedo gastar | no traigo dinero/feria | ando corta/corto/sin \
                | no tengo el dinero/presupuesto | muchisimo dinero",
            ),
            (
                Idle,
                "no hay problema | no problema | no importa | no se preocupe | sin problema | no te preocupes \
                | no puedo esperar | no me diga | no se si | no entiendo | no tengo dolor | que no > | por que no \
                | porque no > | como no | no quiero esperar | no quiero perder | por que tan caro | por que es tan \
                | no cuesta | no duele | no cubre | no nada mas | no hay de que",
            ),
        ],
    ),
    (
        Fr,
        &[(Decline, "< non > | < non ,merci | pas interesse | pas interessee")],
    ),
    (
        Pt,
        &[(
            Decline,
            "< nao > | < nao ,obrigado/obrigada | nao tenho interesse | nao quero",
        )],
    ),
];
