//! Questions, by what they are about. Pain that is told of is a question to the doctor.

use super::Signal::{Clinical, Hours, Idle, Insurance, Money, Question};
use super::Table;
use crate::reply::Language::{En, Es};

pub(super) const TABLES: &[Table] = &[
    (
        En,
        &[
            (
                Money,
                "a bill | bill for | my hsa | use my hsa | special .. on/still/going/available | the special \
                | get a refund | cost > | costs > | the cost/costs/price/prices/fee/fees/charges | cost of \
                | price of | prices | pricing | gonna cost | going cost | cost me | it cost | does .. cost \
                | will .. cost | would .. cost | break down .. cost/costs/price | breakdown | estimate | ballpark \
                | how much .. | how much > | how expensive | hows much \
                | whats the/my .. \
                cost/price/total/copay/fee/balance/charge/estimate/deposit/damage/amount/rate/payment \
                | whats my .. copay/cost/balance/portion/responsibility/share/estimate/part/total/fee \
                | what .. cost/costs/price/prices/total/copay/fees/fee/charge/deductible | what do i owe \
                | what will i owe/pay | what would i owe/pay | i owe | will i owe/pay/have-to-pay \
                | cost .. if/with/without/me/of/for/again/now > | < cost > | < price > | < prices > | price > \
                | total cost | the total | out of pocket | down payment | deposit | copay | co-pay | deductible \
                | discount | discounts | coupon | promo code | special > | any specials | any deals \
                | special offers | financing | finance .. | finance > | monthly | installments | installment \
                | payment/pay plan/plans/option/options/arrangement/arrangements | payments > \
                | make/do/accept/take payments \
                | pay .. monthly/later/cash/month/time/installments/over/half/today/upfront | carecredit \
                | care credit | cherry | affirm financing | sunbit | lending club | credit card | cash price \
                | cash discount | in cash | hsa | fsa | afterpay | klarna \
                | price .. same/still/change/match/go/lower/quote/include/includes/drop/higher | prices .. \
                | why .. so/that/too expensive/much/high/pricey/costly | lower the price | price range | quote > \
                | a quote | itemized | interest rate | interest free | refund | refundable \
                | free consult/consultation | is it free | is .. free > | charge for/me | cheaper | afford .. ? \
                | do you charge | worth the/it price | bill > | my bill | invoice | receipt > | paypal | venmo \
                | zelle | sliding scale | price",
            ),
            (
                Insurance,
                "insurance .. \
                cover/covers/covered/pay/pays/coverage/accept/take/approve/approved/deny/denied/changed/work/\
                help/still/this/plan/do/going \
                | insurance > | my insurance \
                | take/accept/takes/accepts/in-network/network/with/have .. \
                insurance/delta/aetna/cigna/metlife/medicaid/medicare/guardian/humana/ppo/hmo/anthem/bluecross/\
                geha/united/uhc/ameritas/dentaquest/mcna/tricare/principal/denti-cal/medi-cal/bcbs \
                | delta | aetna | cigna | metlife | medicaid | medicare | bcbs | in network | in-network \
                | out of network | preauthorization | pre-authorization | preauth | pre auth | predetermination \
                | prior authorization | benefits .. left/expire/remaining/reset/this/cover/used/available/end \
                | my benefits | benefits > | coverage | covered > | is .. covered | are .. covered | claim .. \
                | claims | new insurance | dental plan .. cover | insured",
            ),
            (
                Clinical,
                "temp/temporary/crown/bracket/wire .. fell/popped/came/broke | fell off | fell out | popped off \
                | came off | tooth broke | what if i .. leave \
                | should/can/could/do/may i .. quit/stop/start/wear/wearing/drink/drinking .. \
                coffee/smoking/alcohol/retainer/guard/aligners/after/before/yet/at \
                | bite .. feels/is/seems .. off/wrong/high/weird \
                | jaw .. clicking/clicks/pops/popping/locks/sore/stiff \
                | feels .. off/high/loose/sharp/rough since/after | what do i do > \
                | does/will/would/is/can/did/should it/this/that/the/they/procedure .. \
                hurt/hurts/painful/hurting/safe/urgent/wait/serious/necessary/normal/permanent/dangerous/bleed/\
                scar/risky/bad/worse/bad-for \
                | is .. painful/safe/urgent/normal/serious/necessary/dangerous/permanent/risky | painful > \
                | hurt > | hurts > | hurts when/to/so/a/really/bad/every/at/like/more/if/on/again/all/when/and \
                | hurting | it/tooth/teeth/gum/gums/jaw/mouth/face/this/implant/crown/filling/head/ear/still hurts \
                | in .. pain \
                | pain .. \
                is/in/when/getting/worse/after/meds/medication/killer/level/for/since/on/all/gets/like/normal/\
                comes/killing/bad \
                | pain > | pain .. wont/quit/stop/worse/bad | dolerme | killing me | in agony \
                | cant eat/chew/sleep | cant sleep | so much pain | a lot of pain | some pain | lots of pain \
                | tooth ache | toothache | aching | achy | ache | throbbing | throbs | sore | sensitive \
                | sensitivity | swollen | swelling | bruised | bruising | bruise | bleeding | bleeds | bled | numb \
                | numbness | infected | infection \
                | broke/broken/chipped/cracked/loose/lost/fell a/my/the? .. \
                tooth/crown/filling/veneer/retainer/bridge \
                | tooth .. \
                broke/broken/chipped/cracked/loose/fell/sharp/wiggly/killing/infected/bothering/bad/abscess \
                | crown/filling/temporary/veneer/bridge/stitches .. fell/came/broke/loose/off/out | fever \
                | pregnant | breastfeeding | nursing | allergic | allergy | side effects | side effect \
                | anesthesia | anesthetic | sedation | sedated | put to sleep | asleep for | put under \
                | laughing gas | nitrous | novocaine | knocked out for it | blood thinner/thinners | antibiotics \
                | antibiotic | ibuprofen | tylenol | advil | aspirin | medication | medications | prescription \
                | painkillers | pain meds | pain medicine | meds | recovery | recover | downtime | down time \
                | heal | healing | healed \
                | how long .. \
                take/takes/last/lasts/until/numb/heal/healing/wait/recovery/recover/swelling/procedure/\
                appointment/treatment/does/will/is/for/to/swollen/bruised \
                | do/did i .. really/actually/still need | do i need .. it/this/to | why do i need/have \
                | why did .. recommend | is it .. necessary/needed/required/really | what happens if \
                | what will happen if | what if i dont/wait/do | happens if i \
                | what are/is .. risks/risk/options/alternatives/side/chances/success | risks | options do i have \
                | alternatives | other options | alternative | any risk | can it wait | how long can .. wait \
                | ok to wait | safe to wait | wait too long \
                | can i .. \
                eat/drink/brush/drive/work/exercise/smoke/workout/fly/swim/stop/take/wear/chew/floss/kiss/wash/\
                use/be-put \
                | can i wait | should i .. eat/drink/take/stop/be/worry/do/brush/rinse/wait/ice/avoid/come \
                | how many .. units/visits/appointments/sessions/teeth/syringes/treatments/shots/fillings/cavities \
                | does botox | does filler | how long does | how does .. work \
                | what is .. a/an .. rootcanal/crown/implant/deep/bone/graft \
                | whats a .. crown/implant/rootcanal/deep/graft | what does .. involve/mean/entail \
                | whats involved | whats wrong with | what kind/type of | which kind \
                | is there .. infection/cavity/decay/alternative/another-option/other \
                | do i have .. stop/cavity/cavities/infection/gum/decay/fast/thinner \
                | will i .. be/need/have/feel/look/lose/get .. | will the .. | how bad is | is it bad \
                | how serious | did the .. xray/xrays/xray/x-rays/x-ray/biopsy/results show? | results \
                | bone graft | dissolve | worn off | wear off | when does .. pain/swelling/bleeding/numbness/it \
                | dizzy | nausea | throwing up | lump | bump | rash | redness | itchy | itching | bad taste \
                | bad breath | pus | gums | dry socket | stitches | metal | material | porcelain | diabetic \
                | diabetes | heart condition | high blood",
            ),
            (
                Hours,
                "where are you/yall/u | where is .. office/clinic/practice/place/it/located/building/your/the \
                | wheres .. office/clinic/your/the | where do i/u go/park/come \
                | whats your/the .. address/hours/location/suite/phone/email/fax/website/zip \
                | what is your address | address > | your address | the address | your location | directions \
                | parking | park > | what time .. close/open/do/are/is/does/closing/opening \
                | when do you/yall close/open | when are/do you/yall closed/open/close | what hours | your hours \
                | hours > | hours of | office hours | business hours \
                | are/r you/yall/u .. open/closed/near/by/still-in/located/on | you/yall open .. \
                | is the/your .. office/clinic/place/practice .. open/closed \
                | open .. \
                today/now/late/tomorrow/saturday/saturdays/sunday/sundays/weekends/weekend/monday/early/friday/\
                fridays/until/till/@time > \
                | how late | how early do you | close at | closest | how far | how do i get there \
                | which location/office | what location | what floor | what suite | located > | bus .. \
                | do you have .. parking/another-location/location | work weekends | still in business \
                | still located | on saturdays | after hours",
            ),
            (
                Question,
                "do i need to bring | does/will/do texting/text/texts .. here/this reach/go/work \
                | what/which .. stop/station/exit/bus is/are .. | hablan/habla espanol/ingles | hablan \
                | what .. \
                treatment/tooth/teeth/appointment/plan/procedure/is/are/was/were/do/does/did/should/can/would/\
                time/kind/about/if/happened \
                | what > | whats | which | who is/was/will/does/do/are/would/should/did/can/do-i \
                | whos my/the/doing/going | who .. doctor/dentist \
                | when is/are/was/will/do/does/did/would/should/did/can | where | why \
                | how \
                do/does/did/is/are/can/could/long/many/much/often/come/was/would/will/should/about/do-you/to/far/old \
                | how > \
                | do/does/did/can/could/is/are/was/were/will/would/should/have/has/may/am/r \
                i/you/u/yall/it/this/that/there/the/my/your/they/he/she/dr/doctor/someone/anyone/we/me/these/\
                those/his/her .. \
                | is it/there/this/that | are/r you/these/those/they/there | have .. question/questions \
                | a question | question > | questions > | question about/for/regarding \
                | questions about/for/regarding | wondering | i wonder | wanted to know/ask | wanna know \
                | want to know | like to know | need to know \
                | can you tell/explain/send/clarify/check/email/give/confirm \
                | could you tell/explain/send/clarify/check/email/give | tell me more/about/what/how/why/when \
                | let me know how/what/when/if/why | explain .. | send me my/the/a/an .. \
                | send .. xrays/records/forms/paperwork/x-rays/form | more details | what treatment \
                | remind me what | i forgot what | im confused | confused | dont understand | dont remember \
                | not understand | what do you mean | any idea",
            ),
            (
                Idle,
                "how much time | pain in the | no pain | not in pain | painting | thats free \
                | the end of my treatment or | how is your | how are you | how you doing | whats up | what a \
                | how nice | how funny | how cute | how sad | have a good/great/nice/blessed | have you seen \
                | can u/you pick | can you believe | is the best | are the best | are so | are great | are awesome \
                | is so | is great | is awesome | did you see the game",
            ),
        ],
    ),
    (
        Es,
        &[
            (
                Money,
                "cuanto .. \
                cuesta/sale/es/vale/costaria/seria/debo/cobran/pagaria/tengo/cobra/costo/saldria/pago/me/voy/va/\
                dinero/por/son \
                | cuanto > | cuanto cuesta | cuanto es | cuantos cuesta | cuesta > | cual es .. precio/costo/total \
                | que precio/costo | precio | precios | costo | costos \
                | aceptan/acepta/hacen/tienen/hay/ofrecen/manejan/dan .. \
                pagos/plazos/financiamiento/descuento/descuentos/efectivo/tarjeta/credito/mensualidades/\
                promociones/planes/meses \
                | plan de pagos/pago | planes de pago | pagos > | a plazos | mensualidades | financiamiento \
                | financiar | descuento | descuentos | en pagos | a meses | enganche | deposito | presupuesto > \
                | por que .. tan caro | cobran | pagar en | puedo pagar",
            ),
            (
                Insurance,
                "seguro .. cubre/paga/cubra/acepta/cubren/dental | mi seguro \
                | aceptan/acepta/toman/toma/tienen .. seguro/medicaid/aseguranza/aseguransa/seguros | aseguranza \
                | aseguransa | seguro > | medicaid | medicare | cubre .. | cobertura | lo cubre | beneficios",
            ),
            (
                Clinical,
                "duele | me duele/duelen | dolerme | de doler | para de doler | deja de doler | duele mucho \
                | va a doler | me va a doler | doloroso | dolor | es doloroso | dolera | me molesta la/el/mi-muela \
                | hinchado | hinchada | hinchazon | inflamado | inflamada | sangra | sangrando | sangrado \
                | sangran | infeccion | infectado | infectada | fiebre | anestesia | sedacion | embarazada \
                | antibiotico | antibioticos | medicamento | medicina | pastillas | alergica | alergico \
                | cuanto .. dura/tarda/tiempo/demora | cuantas .. sesiones/citas/visitas/veces \
                | es .. seguro/necesario/urgente/peligroso/normal/permanente > | es necesario | es urgente \
                | es normal | es peligroso | que pasa si | puedo .. comer/tomar/fumar/manejar/trabajar/esperar \
                | puede esperar | riesgos | efectos | recuperacion | se me cayo | se me rompio/quebro/aflojo/salio \
                | se cayo .. | se rompio .. | muela .. | me arde | sensible | sensibilidad | moreton | cicatriz",
            ),
            (
                Hours,
                "donde .. estan/esta/queda/quedan/es/ubicados/ubicado/ubicada/estacionar | donde estan | direccion \
                | ubicacion | a que hora/horas .. abren/cierran/abre/cierra/estan/atienden | hora .. abren/cierran \
                | abren .. | abierto .. | abiertos .. | horario > | cual es .. horario/direccion \
                | que horario .. abierto | estacionamiento | cierran | atienden .. sabados/sabado/domingo/domingos \
                | como llego | queda lejos | que direccion",
            ),
            (
                Question,
                "tengo/tenemos/debo que? .. llevar/traer/ir/hacer/pagar/ayunar .. \
                | con que/cual doctora/doctor/dentista .. | que incluye \
                | cogen/agarran/reciben .. plan/seguro/medicaid | atienden/ven .. ninos/adultos/emergencias \
                | que .. tratamiento/es/diente/muela/cita/significa/me/tengo/necesito/debo | que > | cual .. \
                | cuales .. | quien .. | como .. es/se/puedo/hago/funciona/seria | por que | para que \
                | cuando .. es/seria/tengo/me/toca | donde | tengo .. pregunta/preguntas/duda/dudas | una pregunta \
                | pregunta | preguntar | quisiera saber | quiero saber | me gustaria saber | necesito saber \
                | me puede/pueden .. decir/explicar/mandar/enviar/dar/informar \
                | puede/pueden/puedo/podria/podrian/tienen/tiene/hacen/son/esta/estan/es/hay .. | no entiendo \
                | no entendi | no recuerdo | expliqueme | de que | pueden decirme | digame",
            ),
            (
                Idle,
                "por que no > | como no | que bueno | que bien | que si > | que lindo | que tenga | como esta > \
                | como estas > | como estan >",
            ),
        ],
    ),
];
