//! Words for treatment, health and insurance, in English and Spanish.
//!
//! A list of our own, made from what practices do and write; words are lower case and without accents, phrases stand
//! between commas. `~` after a word takes its plural as well.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::super::disclosure::Disclosure;
use super::tokens::Text;

const PROCEDURES: &str = "\
    implant~, crown~, root canal~, filling~, extraction~, tooth extraction~, pull your tooth, tooth pulled, teeth \
    pulled, tooth removed, veneer~, denture~, partial denture~, overdenture~, whitening, teeth whitening, bleaching, \
    deep cleaning~, cleaning~, teeth cleaning~, scaling, root planing, scaling and root planing, braces, invisalign, \
    aligner~, clear aligner~, orthodontic~, orthodontic treatment, retainer~, night guard~, nightguard~, bone \
    graft~, gum graft~, graft~, grafting, sinus lift~, sealant~, fluoride, x ray~, xray~, biopsy, biopsies, surgery, \
    surgeries, oral surgery, gum surgery, jaw surgery, wisdom tooth, wisdom teeth, wisdom teeth out, wisdom tooth \
    out, sedation, anesthesia, inlay~, onlay~, bonding, pulpotomy, pulp cap, apicoectomy, frenectomy, gingivectomy, \
    crown lengthening, post and core, abutment~, all on 4, all on four, full mouth reconstruction, periodontal \
    maintenance, perio maintenance, periodontal therapy, gum therapy, gum treatment, root treatment, prophy, \
    prophylaxis, bite guard~, mouth guard~, mouthguard~, space maintainer~, dental bridge~, endodontic~, endodontic \
    treatment, implante~, corona~, endodoncia~, tratamiento de conducto~, tratamiento de canal, extraccion, \
    extracciones, muela~ del juicio, cordal~, empaste~, relleno~, resina~, amalgama~, carilla~, dentadura~, \
    protesis, puente dental, limpieza~, limpieza~ profunda~, limpieza~ dental~, blanqueamiento~, frenos, frenillos, \
    brackets, bracket, ortodoncia, alineador, alineadores, retenedor, retenedores, injerto~, cirugia~, ferula~, \
    sellante~, selladores, radiografia~, biopsia~, sedacion, anestesia, incrustacion, incrustaciones, fluor, sacar \
    la muela, sacarle la muela, sacar el diente, raspado, \
    botox, dysport, xeomin, jeuveau, daxxify, juvederm, restylane, sculptra, radiesse, kybella, filler~, dermal \
    filler~, lip filler~, lip injection~, injection~, injectable~, microneedling, chemical peel~, hydrafacial~, \
    coolsculpting, emsculpt, morpheus8, laser, laser hair removal, laser treatment~, hair removal, ipl, \
    photofacial~, liposuction, facelift~, tattoo removal, prp, iv therapy, body contouring, skin tightening, thread \
    lift~, depilacion, depilacion laser, acido hialuronico, inyeccion, inyecciones, toxina botulinica, \
    chemo, chemotherapy, radiation therapy, dialysis, quimioterapia, mammogram~, colonoscopy, abortion~, vasectomy, \
    ivf";

const DIAGNOSES: &str = "\
    periodontal disease~, periodontitis, gum disease~, gingivitis, abscess~, abscessed, infection~, infected, bone \
    loss, decay, tooth decay, decayed, pulpitis, necrotic, malocclusion, dry socket, tmj, tmd, bruxism, sleep apnea, \
    apnea, lesion~, cyst~, tumor~, cancer, oral cancer, hiv, hepatitis, herpes, diabetes, diabetic, osteoporosis, \
    hypertension, heart disease, epilepsy, depression, melasma, rosacea, acne, diagnosis, diagnosed, std~, covid, \
    enfermedad periodontal, enfermedad de las encias, enfermedad de encias, absceso~, infeccion, infecciones, \
    infectado~, infectada~, perdida osea, bruxismo, quiste~, cancer oral, vih, diabetico~, diabetica~, hipertension, \
    apnea del sueno, diagnostico~, lesiones, melanoma~";

const CONDITIONS: &str = "\
    cavity, cavities, caries, pain, pains, painful, hurt~, hurting, ache~, aching, toothache~, swelling, swollen, \
    bleeding, bleeding gums, sensitive tooth, sensitive teeth, sensitive gums, sensitivity, tooth sensitivity, \
    pregnant, pregnancy, broken tooth, broken teeth, cracked tooth, cracked teeth, cracked, chipped, chipped tooth, \
    loose tooth, loose teeth, missing tooth, missing teeth, sore, soreness, fever, dental anxiety, wrinkle~, high \
    blood pressure, smoker, smoking, symptom~, tooth loss, receding gums, gum recession, bad breath, fractured \
    tooth, fractured, wheelchair, disability, allergy, allergies, allergic, dolor, dolores, duele, duelen, \
    adolorido, adolorida, hinchazon, hinchado, hinchada, sangrado, sangra, sangran, embarazada, embarazo, fiebre, \
    sensibilidad, diente roto, muela rota, sintoma~, arrugas, alergia~, alergico, alergica, encias sangrantes, mal \
    aliento";

const MEDICATIONS: &str = "\
    amoxicillin, penicillin, ibuprofen, antibiotic~, clindamycin, azithromycin, oxycodone, hydrocodone, vicodin, \
    percocet, tylenol, acetaminophen, aspirin, warfarin, coumadin, xanax, valium, blood thinner~, painkiller~, pain \
    killer~, prescription~, semaglutide, tirzepatide, ozempic, wegovy, mounjaro, insulin, lidocaine, codeine, \
    tramadol, norco, medication~, medicine~, meds, your rx, chlorhexidine, prozac, metformin, eliquis, plavix, \
    fosamax, amoxicilina, penicilina, antibiotico~, ibuprofeno, paracetamol, acetaminofen, aspirina, medicamento~, \
    medicina~, receta~, anticoagulante~, insulina, clindamicina";

const INSURERS: &str = "\
    delta dental, cigna, aetna, metlife, guardian dental, guardian insurance, guardian plan, humana, \
    unitedhealthcare, united healthcare, united concordia, blue cross, blue shield, blue cross blue shield, bcbs, \
    anthem, ameritas, sun life, lincoln financial, geha, tricare, medicaid, medicare, medi cal, denti cal, kaiser, \
    dentaquest, liberty dental, careington, renaissance dental, insurance, insurance company, insurance plan~, \
    dental insurance, insurer~, insured, pre approved, preapproved, pre approval, preapproval, preauthorized, pre \
    authorized, preauthorization, pre authorization, predetermination, pre determination, your claim, your claims, \
    the claim, claim was, claim is, claim denied, covered by, coverage, deductible~, copay~, co pay~, copayment~, \
    coinsurance, in network, out of network, insurance approved, aseguradora~, seguro dental, seguro medico, su \
    seguro, el seguro, del seguro, con seguro, cobertura, deducible~, copago~, preaprobado, preaprobada, \
    preautorizado, preautorizacion, asegurado, asegurada";

const BENEFITS: &str = "\
    insurance benefit~, insurance benefits expire, dental benefit~, benefits remaining, benefits left, benefits \
    expire, benefits expiring, benefits end, benefits renew, benefits reset, benefits run out, remaining benefit~, \
    unused benefit~, your benefits, in benefits, use your benefits, benefit year, annual maximum, yearly maximum, \
    fsa, hsa, flex spending, flexible spending, health savings, out of pocket maximum, beneficios del seguro, \
    beneficios restantes, sus beneficios, beneficios vencen, beneficios dentales, maximo anual";

const FINANCING: &str = "\
    carecredit, care credit, sunbit, alphaeon, lendingclub, lending club, proceed finance, cherry financing, affirm, \
    klarna, health advantage, apr, annual percentage rate, interest free, no interest, zero interest, zero percent, \
    deferred interest, interest rate~, down payment~, monthly payment of, monthly payments of, low monthly payment~, \
    no credit check, credit approval, as low as, sin intereses, tasa de interes, tasa de porcentaje anual, cuotas \
    de, mensualidades de, pagos mensuales de, sin enganche, enganche";

const SPECIALTIES: &str = "\
    oncologist~, periodontist~, endodontist~, orthodontist~, oral surgeon~, prosthodontist~, dermatologist~, \
    cardiologist~, psychiatrist~, psychologist~, plastic surgeon~, surgeon~, gynecologist~, obgyn, ob gyn, \
    obstetrician~, neurologist~, rheumatologist~, urologist~, fertility clinic, pathologist~, periodontics, \
    endodontics, oncology, periodoncista~, endodoncista~, ortodoncista~, oncologo~, oncologa~, cirujano~, cirujana~, \
    cardiologo~, cardiologa~, dermatologo~, dermatologa~, psiquiatra~, ginecologo~, ginecologa~, protesista~";

const TEETH: &str = "\
    tooth, molar~, premolar~, bicuspid~, incisor~, eyetooth, front tooth, front teeth, back tooth, back teeth, baby \
    tooth, upper left, upper right, lower left, lower right, upper jaw, lower jaw, upper arch, lower arch, \
    quadrant~, upper teeth, lower teeth, upper left molar, upper right molar, lower left molar, lower right molar, \
    upper left tooth, upper right tooth, lower left tooth, lower right tooth, upper left quadrant, upper right \
    quadrant, lower left quadrant, lower right quadrant, diente, muela~, incisivo~, colmillo~, cuadrante~, superior \
    izquierdo, superior izquierda, superior derecho, superior derecha, inferior izquierdo, inferior izquierda, \
    inferior derecho, inferior derecha, diente delantero, dientes delanteros, diente de leche";

type Entry = (Vec<String>, Disclosure);

/// The phrases by their first word, longer ones first.
static PHRASES: LazyLock<BTreeMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let lists = [
        (PROCEDURES, Disclosure::Procedure),
        (DIAGNOSES, Disclosure::Diagnosis),
        (CONDITIONS, Disclosure::Condition),
        (MEDICATIONS, Disclosure::Medication),
        (INSURERS, Disclosure::Insurer),
        (BENEFITS, Disclosure::Benefit),
        (FINANCING, Disclosure::FinancingTerms),
        (SPECIALTIES, Disclosure::ProviderSpecialty),
        (TEETH, Disclosure::Tooth),
    ];
    let mut table: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for (list, class) in lists {
        for words in list.split(',').flat_map(|phrase| forms(phrase.trim())) {
            if let Some(first) = words.first() {
                table.entry(first.clone()).or_default().push((words, class));
            }
        }
    }
    for entries in table.values_mut() {
        entries.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    table
});

/// A phrase in each of its forms: words marked with `~` in singular and in plural.
fn forms(phrase: &str) -> Vec<Vec<String>> {
    let mut forms: Vec<Vec<String>> = vec![Vec::new()];
    for word in phrase.split(' ') {
        let stem = word.trim_end_matches('~');
        let plural = if stem.ends_with("ch") || stem.ends_with("ss") {
            "es"
        } else {
            "s"
        };
        let mut next = Vec::new();
        for form in forms {
            let mut add = |word: String| {
                let mut longer = form.clone();
                longer.push(word);
                next.push(longer);
            };
            add(stem.to_owned());
            if stem.len() < word.len() {
                add(format!("{stem}{plural}"));
            }
        }
        forms = next;
    }
    forms
}

/// All words and phrases of the lists. Where a longer phrase stands, the shorter ones inside it are not told again.
pub(super) fn find(text: &Text<'_>) -> Vec<(Disclosure, Range<usize>)> {
    let mut found = Vec::new();
    let mut next = 0;
    while next < text.tokens.len() {
        let at = next;
        next += 1;
        let entries = PHRASES.get(text.word(at)).map(Vec::as_slice).unwrap_or_default();
        let fits = |(words, _): &&Entry| {
            let all = words.iter().enumerate().all(|(i, word)| text.word(at + i) == word);
            all && (1..words.len()).all(|i| joins(text.between(at + i - 1, at + i)))
        };
        let Some((words, class)) = entries.iter().find(fits) else {
            continue;
        };
        if !means_something_else(text, at, words) {
            found.push((*class, text.span(at, at + words.len() - 1)));
            next = at + words.len();
        }
    }
    bridges(text, &mut found);
    found
}

/// Words of one phrase are joined by spaces or hyphens, in an address also by other marks.
fn joins(between: &str) -> bool {
    between
        .chars()
        .all(|c| c.is_whitespace() || matches!(c, '-' | '_' | '+' | '/' | '\u{2011}'))
        || between == "%20"
}

const STREETS: &[&str] = &[
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "boulevard",
    "blvd",
    "drive",
    "lane",
    "ln",
    "plaza",
    "court",
    "ct",
    "way",
    "square",
    "place",
    "heights",
    "hill",
    "hills",
    "point",
    "pointe",
    "parkway",
    "pkwy",
    "highway",
    "hwy",
    "circle",
    "terrace",
    "ca",
    "california",
];

/// The same letters in another sense: a street, a form to fill in, a question that doesn't hurt to ask.
fn means_something_else(text: &Text<'_>, at: usize, words: &[String]) -> bool {
    let [word] = words else {
        // "If you have no interest" is an answer, not a rate.
        return words.join(" ") == "no interest" && matches!(text.before(at), "have" | "has" | "had");
    };
    let after = text.word(at + 1);
    let before = text.before(at);
    match word.as_str() {
        "crown" | "corona" | "laser" | "molar" => {
            let named = text.get(at).is_some_and(|token| token.capital);
            named && (STREETS.contains(&after) || matches!(before, "calle" | "avenida" | "plaza"))
        }
        "filling" => matches!(after, "in" | "out" | "up"),
        "hurt" | "hurts" => after == "to",
        "bonding" => after == "with" || before == "family",
        "insurance" => text.word(at + 1).starts_with("benefit"),
        "affirm" => !text.get(at).is_some_and(|token| token.capital),
        // "Apr 14" is a day.
        "apr" | "aids" => !text.get(at).is_some_and(|token| token.shouted),
        "coverage" => before == "map",
        "infection" | "infections" => after == "control",
        "smoking" => before == "no" || before == "non",
        "depression" => before == "great",
        "cracked" => after == "up" || before == "get",
        _ => false,
    }
}

/// A bridge is a treatment where somebody has one or gets one, not where a gap is bridged.
fn bridges(text: &Text<'_>, found: &mut Vec<(Disclosure, Range<usize>)>) {
    const OWNERS: &[&str] = &[
        "your",
        "a",
        "the",
        "new",
        "dental",
        "temporary",
        "permanent",
        "unit",
        "su",
        "un",
        "el",
        "tu",
        "nuevo",
    ];
    for at in 0..text.tokens.len() {
        let is_bridge = matches!(text.word(at), "bridge" | "bridges" | "puente" | "puentes");
        let street = STREETS.contains(&text.word(at + 1));
        if is_bridge && !street && OWNERS.contains(&text.before(at)) && text.between(at.saturating_sub(1), at) == " " {
            found.push((Disclosure::Procedure, text.span(at, at)));
        }
    }
}
