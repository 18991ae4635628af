//! Words that stand for one another in phrases: `@name` in a pattern.

/// Name and members. A member may be a class itself.
const CLASSES: &[(&str, &str)] = &[
    // ---- how people are polite: a clause that holds only these and a keyword is the keyword
    (
        "politeness",
        "please thanks ok just hi hello hey so and but well oh lol haha um uh hmm sorry sir maam miss mr mrs \
         dr guys folks yall also then actually honestly though really god omg jeez ugh bro bruh fam yo dude man rightnow \
         immediately asap seriously kindly dear team friend again anyway already now good wow alright okay \
         cool great porfavor gracias pues bueno hola favor pero entonces amigo amiga senor senora senorita \
         doctor doctora oiga oye mire mira disculpe disculpa perdon ya tambien merci obrigado ✋ 🙏 👍 👌 🚫 😡 🤬 😠 😤 😒",
    ),
    ("joint", "nevermind and but so pero also then because y plus porque"),
    // ---- messages
    (
        "stop",
        "stop stopping quit cease ceasing discontinue halt terminate desist end ending stops",
    ),
    (
        "stopped",
        "stop stopping quit cease ceasing discontinue halt terminate desist",
    ),
    (
        "coming",
        "texting messaging contacting calling emailing mailing sending bothering bugging harassing spamming \
         writing reaching pestering annoying hitting hounding pinging soliciting notifying reminding blasting \
         flooding bombarding badgering stalking phoning ringing communicating advertising marketing following \
         blowing disturbing nagging chasing",
    ),
    (
        "note",
        "texts text messages message reminders reminder notifications notification alerts alert emails email \
         calls communication communications contact contacts spam solicitations solicitation ads promos \
         promotions marketing followup followups notices newsletters newsletter outreach correspondence \
         mailings mail robotexts robocalls sms blasts subscription subscriptions txts numbers advertisements \
         offers texting messaging calling emailing spamming contacting phonecalls updates nonsense bs crap",
    ),
    (
        "notes",
        "texts messages reminders notifications alerts emails calls communications spam solicitations ads \
         promos promotions followups notices newsletters mailings robotexts robocalls sms texting messaging \
         calling emailing spamming marketing phonecalls",
    ),
    (
        "reach",
        "text message contact call email bother write notify remind ping bug harass spam reach solicit annoy \
         pester disturb phone ring mail send hit nag chase followup",
    ),
    (
        "reached",
        "texted messaged contacted called emailed bothered reminded notified solicited disturbed harassed \
         spammed bugged reached pestered on",
    ),
    (
        "list",
        "list lists system database records file contacts directory texts messages rotation mailing campaign \
         distribution thread chat subscription reminders notifications everything roster program emails this \
         these",
    ),
    (
        "takeoff",
        "take get remove delete erase scratch drop strike pull cross scrub wipe clear purge kick unlist \
         removing taking removed taken yank boot bounce zap nuke eject",
    ),
    (
        "threat",
        "report reporting reported block blocking blocked sue suing lawyer attorney attorneys complaint complain \
         review reviews court legal police fcc ftc bbb harassment lawsuit authorities carrier police cops news \
         consequences sorry-now press media gone leaving switching watch",
    ),
    (
        "doubted",
        "spam junk scam phishing is this it its harassment illegal es esto",
    ),
    (
        "records",
        "xray xrays bill bills estimate records record results pictures photos picture photo invoice statement \
         form forms paperwork quote receipt",
    ),
    (
        "mine",
        "number phone info information contact name data cell email contacts cellphone details",
    ),
    (
        "det",
        "the these those this that all any your yalls of with me my such more further future other its every \
         automated promotional unwanted annoying stupid damn fucking constant sending getting receiving additional for \
         from to about and text",
    ),
    (
        "neg",
        "dont never not cant wont didnt doesnt isnt arent wasnt no wouldnt aint havent hasnt shouldnt couldnt \
         nor neither nobody nothing without no_es nunca jamas ni tampoco yano shant nolonger",
    ),
    ("cannot", "cant dont wont shouldnt couldnt never cannot"),
    // ---- the visit
    (
        "visit",
        "appointment appointments visit booking reservation consult consultation slot cleaning checkup exam \
         session procedure surgery treatment crown filling extraction",
    ),
    (
        "treat",
        "crown crowns filling fillings implant implants canal rootcanal cleaning whitening braces invisalign \
         aligners veneers veneer bridge denture dentures extraction surgery procedure procedures treatment \
         treatments work botox filler fillers laser facial facials peel tooth teeth bonding fluoride sealant \
         sealants scaling nightguard guard retainer xray xrays plan proposal dental lasers molar wisdom lip \
         lips",
    ),
    (
        "book",
        "book schedule reserve arrange make setup set get sign put pencil fit squeeze slot enroll",
    ),
    // ---- what hangs on money, what is billed, what is not wanted
    (
        "costing",
        "free gratis cheap cheaper less under below discount discounts descuento cost costs costing cuesta costara \
         costaria cueste price prices precio menos barato barata economico afford affordable budget dollars bucks \
         pesos dolares cover covers covered cubre cubren cubra pays approves reasonable lower",
    ),
    (
        "covering",
        "cover covers covered cubre cubren cubra insurance medicaid seguro aseguranza",
    ),
    (
        "owed",
        "bill bills balance charge charges price prices invoice statement amount total estimate quote copay fee fees",
    ),
    ("paying", "pay paying pagar pagarlo owe"),
    (
        "refusing",
        "want wanna like need getting doing having coming quiero necesito deseo gusta gustan queremos voy",
    ),
    (
        "count",
        "a an one two three four five six seven eight nine ten several couple few many un una dos tres cuatro cinco \
         seis siete ocho nueve diez varios varias mucho muchos muchas meses semanas dias",
    ),
    ("bookverb", "book schedule reserve arrange"),
    ("do", "do get have start begin proceed move go finish fix try take make"),
    (
        "time",
        "monday tuesday wednesday thursday friday saturday sunday tomorrow today tonight morning mornings \
         afternoon afternoons evening evenings noon week weekend weekends weekday weekdays anytime mondays \
         tuesdays wednesdays thursdays fridays saturdays sundays lunch",
    ),
    (
        "weekday",
        "monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes \
         sabado domingo",
    ),
    (
        "month",
        "january february march april may june july august september october november december",
    ),
    (
        "mes",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    ),
    (
        "tiempo",
        "lunes martes miercoles jueves viernes sabado domingo manana hoy tarde semana mediodia fin",
    ),
    (
        "yes",
        "yes yeah yep yup yeh sure absolutely definitely certainly ofcourse affirmative indeed yessir si_yes \
         totally uhhuh",
    ),
    (
        "good",
        "good great perfect fine ok okay works work amazing awesome excellent wonderful fantastic lovely best \
         ideal nice right correct cool alright",
    ),
    ("no", "no nope nah nay naw negative"),
    ("be", "is are was be am"),
    ("ask", "can could may would will shall"),
    // ---- how a question begins
    (
        "asking",
        "what whats how hows when where wheres why who whos which do does did is are can could will would \
         should may am was were have has que cual cuales cuando cuanto cuanta cuantos cuantas como donde \
         quien por puedo puede pueden tienen tiene hay aceptan acepta hacen es son a toman cubre duele",
    ),
    (
        "wondering",
        "wondering wonder question questions curious pregunta preguntar",
    ),
    // ---- small words around a time
    (
        "small",
        "in on at by the a an maybe probably perhaps possibly not it its until till til after before for \
         sometime around about of like me more en el la los las del al de hasta despues para tal vez quizas \
         no mejor ask check try call text i do think want we lo hacemos mid early late beginning middle start \
         principios mediados finales a dentro antes fin finales first second third \
         fourth last primera segunda tercera ultima",
    ),
    // ---- wants something, and what it is hangs on the next words
    (
        "wishing",
        "want like love ready interested need hope wish interesa gustaria interesada interesado lista listo \
         quisiera",
    ),
    // ---- after a yes: still about coming in
    (
        "about",
        "that thats this those these they them we i im id ill me my you your us he she is are was be been am \
         will would can could should with from or if when whenever as so to and have has interested still \
         want need like love ready doctor dentist office time days day hours soon asap first possible \
         available free only early late morning schedule up there here see fine right true correct let lets \
         gotta one two three any some out over off back que si mi lo le la es esta estoy con yo quiero puedo \
         por estabien si_yes nos del su cuando hoy the all too very much thankful both does seems how answer \
         say said exactly what long same last after despues dia other lie excited nervous pues hagamos doing \
         done kids voy atiende doctora pick but pero anything something sounds idea works under response \
         thing play through mucho hold hour cogedme elegi looking forward it'll rightnow next whatever before same them daughter son hija hijo 😊 🙂 😀 😁 😃 😄 ❤ 🎉 🙌 💯 \
         ✅ 🦷 absolutely because tell send",
    ),
    // ---- what follows a yes and leaves it one: wanting and asking to come; what agrees once more
    (
        "wanting",
        "want need like love interested ready get start can could will would ill id lets let available free see \
         try when soon asap earliest first anytime whenever able hope waiting possible quiero puedo quisiera \
         gustaria interesa hagamoslo voy ir cuando hacer esperando listo lista come do sooner day days",
    ),
    ("modal", "can could would will do get when cuando puedo see number"),
    (
        "assent",
        "both all same too either any other yes yeah yep yup absolutely percent sure definitely that thats this it \
         one with for to the whole everything me my husband wife as and i do am is si claro muchas mucho con gusto \
         lo la el please indeed totally very much thank mi esposo dear course go ahead right correct alright \
         exactly last time how like finally before of them whatever available daughter son hija hijo para 😊 🙂 😀 😁 😃 😄 ❤ 🎉 🙌 💯 ✅ 🦷 👍",
    ),
    // ---- what takes a yes back when a "no" or a "later" follows, and what a yes that hangs on it is worth nothing for
    (
        "hedge",
        "but however except although though pero aunque excepto maybe perhaps possibly quizas quiza talvez",
    ),
    ("perhaps", "maybe perhaps possibly quizas quiza talvez"),
    ("supposing", "if when once unless si cuando until"),
    (
        "unlikely",
        "afford lower price money free pay paid cheaper cheap discount lottery lotto powerball win insurance dead \
         die hell freezes kick cover covers covered fly job tuviera pudiera ganara alcanza dinero cubre seguro \
         descuento cobre paguen",
    ),
    ("title", "dr mr mrs ms miss doctor doctora senor senora senorita"),
    ("thanked", "thanks gracias"),
    (
        "echo",
        "i im am are do will can would it its is that does yo si quiero thats",
    ),
    // ---- emoji that take a yes back
    ("sour", "🙄 😒 😡 🤬 😠 🖕 👎 ❌ 🚫 🛑 😤 😑 🤮 💩"),
    // ---- which channel an opt-out names
    (
        "of_texts",
        "text texts texting texted sms textos texto textear textearme texteen textee textees robotexts \
         textiar textiarme texten texte texteando",
    ),
    (
        "of_mail",
        "email emails emailing emailed mail mails mailing mailings newsletter newsletters correo correos",
    ),
    (
        "of_calls",
        "call calls calling called phonecalls phoning ringing ring robocalls llamadas llamada llamar llamen \
         llame llames llamarme llamarnos llamando llama llamenme llameme llamame marquen marque marcarme",
    ),
    ("instead", "instead only"),
    // ---- a channel is named as the one that stays
    (
        "limits",
        "only just solo solamente unicamente mejor prefiero prefer rather better",
    ),
    ("and_or", "and or nor ni o y e u"),
    // ---- contact by no channel of its own
    (
        "messages",
        "messages message messaging mensajes mensaje contact contacting reach bother bothering reminders \
         notifications contacten contactar contactarme escriban escriba escribir escribirme escribiendo molesten \
         moleste molestar molestarme mensajitos recordatorios avisos",
    ),
    ("by", "by via through por"),
    ("a_phone", "phone telefono"),
    ("a_number", "number numero cell celular cel list lists lista registry"),
    ("moment", "rightnow now ahorita ahora horita orita"),
    (
        "kin",
        "mom mother mum mama mommy dad father daddy husband wife spouse partner son daughter brother sister \
         grandma grandmother grandpa grandfather granny nana papa aunt uncle cousin nephew niece fiance fiancee \
         boyfriend girlfriend hubby wifey baby grandson granddaughter",
    ),
    (
        "pariente",
        "papa mama padre madre esposo esposa marido mujer hijo hija hermano hermana abuelo abuela abuelito abuelita \
         tio tia primo prima suegro suegra novio novia sobrino sobrina nieto nieta",
    ),
    ("everything", "everything all todo todos any anything nada"),
    (
        "cancelling",
        "cancel cancelar cancele cancelen cancela cancelled anular",
    ),
    // ---- a conversation is over: after a yes it takes nothing back
    (
        "closing",
        "thats that thatll itll its it all will be would was is for today i need",
    ),
    // ---- a visit that may be with us
    (
        "booked",
        "appointment appointments scheduled booked schedule calendar books visit cita agende agendada \
         already_booked",
    ),
    (
        "booking",
        "book schedule appointment appointments visit cita agendar want agendeme",
    ),
    // ---- Spanish
    (
        "manden",
        "envieis mandeis escribais llameis molesteis contacteis lleguen llegue mandaran enviaran escribieran \
         contactaran llamaran molestaran mandara enviara escribiera contactara llamara molestara mandarian \
         sigan siga manden mande mandes mandar manda envien envie envies enviar envia escriban escriba \
         escribas escribir escribe contacten contacte contactes contactar llamen llame llames llamar llama \
         molesten moleste molestes molestar molesta texteen textee textees textear hablen marquen marque \
         busquen busque insistan insista fastidien fastidie texten texte comuniquen comunique notifiquen \
         notifique recuerden mensajeen",
    ),
    (
        "mandarme",
        "mandarme mandarnos enviarme enviarnos escribirme escribirnos contactarme llamarme llamarnos \
         molestarme molestarnos textearme textiarme mandar enviar escribir contactar llamar molestar textear \
         fastidiar fastidiarme acosarme acosar insistir hablarme marcarme buscarme chingar joder mandando \
         enviando escribiendo molestando llamando texteando recordarme notificarme textiar",
    ),
    (
        "mandando",
        "mandando enviando escribiendo molestando llamando texteando contactando mandandome enviandome \
         escribiendome molestandome llamandome textiando",
    ),
    (
        "mensajes",
        "mensajes mensaje textos texto texts messages mensajitos notificaciones recordatorios llamadas \
         correos sms avisos publicidad promociones emails comunicaciones llamada correo spam alertas \
         propaganda",
    ),
    (
        "dejen",
        "dejen deje deja dejar dejenme dejes dejad dejense paren pare parad parar parale parenle detengan \
         detenga detener cesen basta alto stop",
    ),
    (
        "saquenme",
        "borrenlo borrelo borralo eliminenlo eliminelo quitadme borradme sacadme eliminadme quitenme quiteme \
         quitame saquenme saqueme sacame borrenme borreme borrame eliminenme elimineme eliminame remuevanme \
         remuevame quitarme sacarme borrarme eliminarme removerme",
    ),
    (
        "saquen",
        "quitad borrad sacad eliminad quiten quite quita saquen saque saca borren borre borra eliminen \
         elimine elimina remuevan remueva borrar eliminar quitar sacar remover",
    ),
    ("cita", "cita citas consulta visita turno limpieza"),
    (
        "tratar",
        "corona implante implantes tratamiento tratamientos relleno empaste brackets limpieza extraccion \
         endodoncia carillas blanqueamiento procedimiento muela diente dientes botox plan cirugia presupuesto",
    ),
    ("quiero", "quiero quisiera deseo necesito queremos quisieramos gustaria"),
    (
        "agendar",
        "agendar agendarla agendarme programar reservar sacar hacer pedir apartar coordinar concertar tener \
         hacerme hacerlo hacermelo ir empezar comenzar proceder continuar seguir adelante agende",
    ),
];

/// The members of a class; none for one that is not there.
pub(super) fn members(name: &str) -> impl Iterator<Item = &'static str> {
    let found = CLASSES.iter().find(|(class, _)| *class == name);
    found.into_iter().flat_map(|(_, list)| list.split_whitespace())
}

/// The names of all classes.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().map(|(class, _)| *class)
}

/// Every word in every class.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    CLASSES.iter().flat_map(|(_, list)| list.split_whitespace())
}
