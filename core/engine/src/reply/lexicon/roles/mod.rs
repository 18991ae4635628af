//! What a word can do in a sentence that ends contact: [`refusal`](super::super::refusal) reads by these, whatever the
//! words between. English and Spanish stand in one list where the sentence is built alike.

mod spanish;

pub(super) use spanish::SPANISH_ROLES;

/// One role, as a bit.
pub(in crate::reply) type Role = u64;

/// The roles of a word are bits of one number, so that a sentence is tried without looking a word up twice.
macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        $($(#[$doc])* pub(in crate::reply) const $name: Role = 1 << $bit;)*
    };
}

roles! {
    /// Ends what follows: stop, quit, dejen.
    STOP = 0;
    /// Ends things when it is all that is said.
    BARE = 1;
    /// Denies: not, never, ya no.
    NEG = 2;
    /// Denies what somebody is asked to do: don't, never, no.
    FORBID = 3;
    /// Wanting.
    WANT = 4;
    /// Messages, by whatever name.
    NOTE = 5;
    /// One message, or to send one.
    REACH = 6;
    /// Doing it.
    COMING = 7;
    /// Having it done to oneself.
    REACHED = 8;
    /// To send, which needs to be told what.
    SEND = 9;
    /// The person, or what stands for them.
    ME = 10;
    /// The practice.
    YOU = 11;
    /// A subject that is not the practice.
    SUBJECT = 12;
    /// Saying and asking.
    SAY = 13;
    /// Takes something away.
    REMOVE = 14;
    /// Does away with a number.
    FORGET = 15;
    /// By what the practice has them.
    NUMBER = 16;
    /// Away from.
    OFF = 17;
    /// Where the practice has them.
    LIST = 18;
    /// May stand between any two words of a sentence.
    LIGHT = 19;
    /// Teeth, visits, habits, bills: what is ended or not wanted is this.
    OTHER = 20;
    /// Has had enough.
    WEARY = 21;
    /// Let alone.
    LEAVE = 22;
    /// Alone.
    ALONE = 23;
    /// Takes consent back.
    REVOKE = 24;
    /// Consent.
    CONSENT = 25;
    /// Agreed to it.
    AGREED = 26;
    /// Until when.
    UNTIL = 27;
    /// All there is.
    ANY = 28;
    /// A new thought begins.
    BREAK = 29;
    /// Spanish for doing it, as one is told to.
    MANDEN = 30;
    /// Spanish for doing it.
    MANDAR = 31;
    /// Getting.
    GETTING = 32;
    /// An article: what follows is a thing.
    ARTICLE = 33;
    /// What a thing is when it is not liked.
    BAD = 34;
    /// On, in.
    ON = 35;
    /// Must.
    MUST = 36;
    /// Having got or seen, or not: of messages that went missing.
    SAW = 37;
    /// More, again.
    MORE = 38;
    /// Spanish.
    SPANISH = 39;
    /// Away with whoever is named: "saquenme".
    REMOVE_ME = 40;
    /// Liked by whoever says "not" before it: wanted, needed, welcome.
    WELCOME = 41;
    /// Not one: no, zero, without.
    NONE = 42;
    /// Asks about what was.
    WHY = 43;
    /// Only polite or impatient.
    POLITE = 44;
    /// Taken away already, or to be.
    GONE = 45;
    /// More than one, unnamed: these.
    PLURAL = 46;
    /// The person alone.
    PERSON = 47;
    /// Whose.
    OWN = 48;
    /// Stops by itself.
    IT = 49;
    /// Speaks against what it is about: refuse, object, waste.
    AGAINST = 50;
    /// Not theirs.
    WRONG = 51;
    /// Ends in -ing, whatever it means; found by its letters.
    DOING = 52;
    /// Brought to an end, or to be.
    ENDED = 53;
    /// People, whom somebody may let alone.
    KIN = 54;
    /// Wishing, where no more than that is said: grateful, obliged, kindly.
    WISH = 55;
    /// What was spoken of: them, it.
    THEY = 56;
    /// Messages by text, by whatever name.
    TEXTING = 57;
    /// What a channel is not, when it is not wanted: for me, good, ideal.
    BAD_CHANNEL = 58;
    /// Being, of what is done to somebody.
    BEING = 59;
    /// Each of them, or the next: "every text".
    COUNTED = 60;
    /// Not ours: political, campaign.
    THEIRS = 61;
}

/// Words by role; [`SPANISH`] comes with those of the second half.
pub(super) const ROLES: &[(Role, &str)] = &[
    (
        STOP,
        "stop stopping quit quitting cease ceasing halt discontinue end ending terminate cancel kill cut \
         ditch suspend pause mute silence disable deactivate avoid refrain desist spare unfollow lay",
    ),
    (BARE, "stop quit cease desist unsubscribe"),
    (
        NEG,
        "dont never not cant wont didnt doesnt isnt arent wasnt no wouldnt aint havent hasnt shouldnt couldnt \
         nor neither without nolonger cannot mustnt zero rather nomore nobody \
         neednt needn shouldn",
    ),
    (
        FORBID,
        "dont never not cant shouldnt mustnt nor neither nolonger \
         neednt",
    ),
    (
        WANT,
        "want need wanted like wish care appreciate interested desire prefer asked ask enjoy love consent \
         agree intend plan looking accept authorize signed stand bear tolerate needing wanting wants",
    ),
    (
        NOTE,
        "texts messages reminders notifications alerts emails calls communications communication spam \
         solicitations ads promos promotions followups notices newsletters newsletter mailings robotexts \
         robocalls sms phonecalls updates correspondence outreach advertisements txts solicitation thread \
         robots autotexts blasts pings junk spams offers conversation convo \
         msgs texting-service blasts texties nudges nudge pokes checkins beeps dings chimes beeping dinging bots",
    ),
    (
        REACH,
        "text message contact call email bother write notify remind ping bug harass spam reach solicit annoy \
         pester disturb phone hit nag chase reminder notification alert followup communicate badger hound \
         blow bombard flood dial ring resend mention hmu",
    ),
    (
        COMING,
        "texting messaging contacting calling emailing mailing bothering bugging harassing spamming writing \
         pestering annoying hounding pinging soliciting notifying reminding blasting flooding bombarding \
         badgering stalking phoning ringing communicating advertising nagging hitting reaching blowing \
         contact disturbing marketing chasing sending hmu",
    ),
    (
        REACHED,
        "texted messaged contacted called emailed bothered reminded notified solicited disturbed harassed \
         spammed bugged pestered hassled hounded nagged",
    ),
    (SEND, "send sending forward leave mail shoot"),
    (
        GONE,
        "gone deleted removed erased unsubscribed scrubbed purged forgotten omitted \
         struck stricken withdrawn unlisted taken excluded scratched dropped cleared wiped",
    ),
    (
        AGAINST,
        "refuse refusing refused decline declining object objecting oppose insist insisting waste wasting wasted \
         kidding attorney attorneys lawyer illegal knock ease easing chill nuisance insane unreal unbelievable \
         disgusting rude unprofessional desperate relentless pathetic creepy excessive constant constantly begging \
         require ridiculous overwhelming nonstop \
         nagged nagging disgusted disgraceful uncalled inappropriate intrusive invasive fcc ftc court police lawsuit unlawful unethical appalled appalling fuming livid furious documenting screenshot screenshots screenshotting screenshotted logging enraged offended sickening outrageous obscene sue suing cops obnoxious unacceptable absurd pointless useless stressful creeping creeped violating violates violate violation peeved hassle unhinged tacky",
    ),
    (WRONG, "wrong mistaken"),
    (PLURAL, "these"),
    (PERSON, "me"),
    (IT, "it that supposed numbness pain bleeding bus train"),
    (OWN, "my next nonstop"),
    (NONE, "no zero without nomore"),
    (WHY, "did why when whens"),
    (
        POLITE,
        "bruh bro dude man omg lol ok alright sorry thanks hi hello hey no nope nah ugh jeez wow god love \
         sake please pls well fine good yo sir maam already seriously asap kindly 🙏 👍 ✋ 😡 🤬 🙄 😤 😒 😠",
    ),
    (
        ME,
        "me us this it that number numbers names here mine him them name cell phone",
    ),
    (
        YOU,
        "you your yall u yourself yourselves guys anyone anybody people everyone somebody folks dr staff \
         office",
    ),
    (
        SUBJECT,
        "i im ive id ill he she they it hes shes theyre who nobody someone everybody husband wife mom dad its \
         thats is was",
    ),
    (
        SAY,
        "said say saying sayin told tell telling ask asked asking asks please want wanted need beg begging \
         begged demand demanding request requesting requested reply replied prefer rather appreciate type \
         typed answer warn warning sure kindly mind just repeat \
         grateful obliged thankful",
    ),
    (
        REMOVE,
        "take taken get remove removed removing delete deleted erase erased drop dropped strike scratch pull \
         pulled cross scrub wipe kick keep leave cut unlist exclude excluded want clear purge deleting taking \
         getting omit \
         log sign count opt boot bounce yank nuke zap eject shake strike stricken struck withdraw release",
    ),
    (
        FORGET,
        "yank nuke shred zap pull drop kill strike remove delete erase scrub wipe purge lose forget trash scratch burn ditch removed deleted erased \
         removing deleting unlist blacklist dump toss unsave omit withdraw",
    ),
    (
        NUMBER,
        "number numbers phone phones names cell info information contact name data digits cellphone details \
         mobile line email",
    ),
    (OFF, "off from out outta offa"),
    (
        LIST,
        "list lists system systems database computer computers contacts directory rotation mailing campaign communication contact texting bot program outreach \
         texts distribution thread chat subscription subscriptions program roster messages reminders \
         notifications emails calls log phonebook autotext loop texting file files records thing these this \
         everything whatever all service blast stuff group queue crm phone calling \
         roll rolls roster records profile mailouts mailers loops bot robot campaigns alerts updates communications blasts plan-of-texts",
    ),
    (
        LIGHT,
        "the these those this that them all any your yalls of with me my such more further future other its \
         every automated promotional unwanted stupid damn fucking constant getting receiving additional for from to about \
         and or text texted you yall u i it be being us please just so really ever again even at here on by \
         in anything anyone nothing kind type many much get receive have having going forward am is are was a \
         an no not very too darn freaking silly dumb little random daily weekly robo robot auto automatic \
         mass dental appointment-less only also already now if-not would could should will can do does may \
         might must keep keeps kept whatever some another both via through people guys out up trying like as \
         well anymore im id ill god sake hell lol dang bloody phone cell number business office dentist their \
         his her our each single two three four five dozen continual repeated persistent nonstop annoying \
         ridiculous unsolicited unnecessary extra new next personal work home continuous darned goddamn \
         blasted thing things stuff lousy old same incessant said sir maam wasting filling ten sort endless \
         numerous hearing seeing into over flipping \
         neednt mo",
    ),
    (
        OTHER,
        "bleeding hurting aching throbbing swelling pain hurt bleed grinding clenching smoking vaping \
         drinking taking eating chewing brushing flossing rinsing biting sucking icing wearing using smiling \
         laughing crying worrying antibiotics antibiotic medication medications meds medicine aspirin \
         ibuprofen thinner thinners pill pills tooth teeth crown crowns filling fillings implant implants \
         stitches gums gum mouth jaw decay cavity cavities infection insurance appointment appointments visit \
         visits cleaning cleanings checkup schedule calendar booking slot spot treatment procedure surgery \
         bill bills payment payments charge charges card account invoice statement membership job school bus \
         train presses xrays xray records smile wait waiting miss missed braces retainer veneers whitening \
         botox extraction rinse floss brush books waitlist quote estimate invisalign nerve canal rootcanal \
         bridge denture dentures deposit work-done money prescription ice aligners plan temp needles \
         voicemail cancellation cancelation standby slip form forms with-the toothache tooth-ache dog movie \
         game show class kids dinner shift bed wisdom night guard chair hook running buzzing arm leg prices price raising charging \
         billing invoicing rescheduling anesthesia sedation novocaine fluoride calls-list",
    ),
    (
        WEARY,
        "sick tired fed done enough hate hating annoyed bothered drowning weary exhausted over irritated \
         overwhelmed despise dislike disliking resent harassed bombarded flooded swamped detest loathe inundated finished aggravated \
         frustrated fatigue limit wearing driving",
    ),
    (LEAVE, "leave leaving let"),
    (ALONE, "alone be out"),
    (
        REVOKE,
        "revoke revoking revoked withdraw withdrawing withdrawn rescind rescinding retract remove pull cancel \
         terminate stop end",
    ),
    (
        CONSENT,
        "consent permission authorization authorisation approval okay-to",
    ),
    (
        AGREED,
        "agree agreed consent consented subscribe subscribed optin authorize authorized approve approved \
         permit permitted setup signed sign opted enrolled enroll requested request registered register",
    ),
    (UNTIL, "until till before unless yet because"),
    (
        ANY,
        "anything nothing more these this stuff any such another crap things everything none",
    ),
    (
        BREAK,
        "but because unless if since although though while except when pero porque aunque cuando pues",
    ),
    (GETTING, "getting receiving seeing hearing subjected"),
    (
        ARTICLE,
        "the a an bus full rest next last pit truck train one every at week front back dead high low book \
         month year season",
    ),
    (
        BAD,
        "annoying ridiculous unwanted unwelcome excessive unsolicited harassment bothersome intrusive \
         irritating bothering bugging overkill nuisance obnoxious harassing pestering cost costing costs \
         charge charged disturbing waking old wake wakes driving stressing killing \
         nuisance pest tiresome upsetting upset upsets distressing offensive invasive insulting inappropriate unacceptable unprofessional creepy spammy pushy aggressive abusive overbearing exhausting stressful frustrating tedious pointless useless relentless endless nonstop constant garbage trash rubbish bullshit scammy rude disruptive spam harrassing insane crazy absurd unreal out-of-hand confusing infuriating maddening tacky tasteless desperate",
    ),
    (ON, "on in part"),
    (
        MUST,
        "must need needs gotta have should has better can please to will ought must-be got immediately now",
    ),
    (
        SAW,
        "get got gotten receive received see saw seen have had has there was were left find found read open \
         is hear heard",
    ),
    (
        MORE,
        "more further additional future longer again anymore ever another next new \
         mo",
    ),
    (
        WELCOME,
        "wanted needed welcome necessary appreciated allowed authorized ok okay required requested permitted \
         desired helpful cool",
    ),
    (
        ENDED,
        "discontinued ended ceased terminated halted suspended deactivated disabled stopped unsubscribed silenced \
         muted paused off",
    ),
    (
        KIN,
        "man woman lady gentleman guy widow widower family mother mom mum father dad parents wife husband spouse \
         partner son daughter kids children kid child grandma grandpa grandmother grandfather mama people folks \
         person someone somebody soul customer patient veteran sister brother granny",
    ),
    (
        WISH,
        "grateful obliged thankful glad happy appreciate wish wishes hope kindly please request requesting require \
         ask demand insist want prefer rather like love great nice lovely would should shall solicito solicita ruego \
         agradeceria agradezco agradecere pido prefiero preferiria deseo quiero quisiera favor porfavor",
    ),
    (THEY, "them they it this"),
    (
        TEXTING,
        "texts texting messages sms txts messaging textos mensajes reminders robotexts notifications alerts",
    ),
    (
        BAD_CHANNEL,
        "for good my ideal great best suitable acceptable appropriate convenient preferred fine something how the \
         para buenos",
    ),
    (BEING, "be being ser sea"),
    (COUNTED, "every each another next more per single further"),
    (
        THEIRS,
        "political politics campaign election politician politicians candidate candidates congress senator vote \
         voting robocallers telemarketers telemarketing warranty amazon other others another those",
    ),
];
