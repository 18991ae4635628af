//! What headers are called, and what they are then for: in English as practice systems and front desks write them, and in
//! Spanish, French, Portuguese and German.

use crate::shown::plain_letter;

/// What the values of a column are like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Id,
    Text,
    Day,
    Amount,
    Phone,
    Email,
    Status,
    Code,
}

/// A key of a mapping, and what tells its column.
pub(super) struct Role {
    pub(super) key: &'static str,
    pub(super) kind: Kind,
    /// Headers that are it, in small letters without accents, and without what is neither letter nor digit; a sign for a
    /// number at the end is `no`.
    names: &'static str,
    /// Lists of words; a header with one of each is likely it.
    parts: &'static str,
    /// Words of headers that are something else, whatever stands beside them.
    never: &'static str,
}

const fn role(key: &'static str, kind: Kind, names: &'static str, parts: &'static str, never: &'static str) -> Role {
    Role {
        key,
        kind,
        names,
        parts,
        never,
    }
}

/// What no column of treatment is named with: money that is paid, insured or owed.
const OTHER_MONEY: &str = "insurance ins est estimate paid pay balance deposit discount tax write writeoff remaining rem used max \
         deductible copay portion due ytd aging tip credit refund versicherung anteil seguro assurance pagado paye \
         bezahlt descuento remise rabatt";
/// Days of something else than a plan.
const OTHER_DAYS: &str = "birth born dob next last visit appt appointment follow followup due expires expiration expiry completed \
         completion paid updated modified printed service serviced exam recall sent signed entry nacimiento \
         naissance nascimento geburt termin cita ultima proxima";

/// The roles, the one that is asked first first.
pub(super) const ROLES: &[Role] = &[
    role(
        "patient.id",
        Kind::Id,
        "patientid patid patnum patientnumber patientnum patientno patientnr patno ptid ptno ptnum chart \
         chartnumber chartno chartid clientid clientnumber clientno customerid customerno personid accountnumber \
         accountno acctno acct account mrn guestid guestno guestnumber memberid recordno medicalrecordnumber emr \
         emrid patientkey patientcode clientcode uid patient client pt guest customer paciente cliente pacienteid \
         idpaciente idcliente numerodepaciente nopaciente numpaciente historia historiaclinica nohistoria \
         expediente noexpediente idpatient nopatient numerodepatient numpatient numerodossier nodossier \
         iddopaciente codigodopaciente prontuario patientennr patientennummer patientenid patnr kundennr \
         kundennummer kundenr kundenummer karteinr",
        "patient client customer pat pt chart person guest account acct member paciente cliente patienten kunden kunde; \
         id no num number nr key code",
        "name insurance plan referring doctor provider balance phone",
    ),
    role(
        "plan.id",
        Kind::Id,
        "treatmentplanid planid planno plannumber planref caseid caseno casenumber quoteid quoteno quotenumber \
         estimateid estimateno estimatenumber proposalid proposalno treatplannum treatmentplannumber \
         treatmentplanno txplanid txplanno txid txplan orderno orderid ordernumber invoiceno opportunityid dealid \
         consultid presupuestono nopresupuesto numerodepresupuesto idpresupuesto folio nodevis numerodevis devisno \
         orcamentono numerodoorcamento codigodoorcamento hkpnr hkpnummer angebotsnr angebotsnummer kvnr \
         kostenvoranschlagnr auftragsnr auftragsnummer auftrag planr quote estimate proposal presupuesto devis orcamento angebot",
        "plan case quote estimate proposal order opportunity presupuesto devis orcamento hkp angebot auftrag; id no \
         num number nr key ref",
        "name insurance patient client",
    ),
    role(
        "procedure.id",
        Kind::Id,
        "procedureid procid proclogid procnum procno itemid serviceid lineid lineitemid treatmentid txitemid \
         planitemid posid positionsnr leistungsid",
        "procedure proc service item line; id num number key",
        "plan patient",
    ),
    role(
        "procedure.line",
        Kind::Id,
        "line lineno linenumber sequence seq item itemno pos position lfdnr zeile linea ligne linha",
        "",
        "",
    ),
    role(
        "patient.guarantor",
        Kind::Id,
        "guarantorid guarantorno guarantor responsiblepartyid responsibleparty respparty headofhousehold accountholderid",
        "guarantor responsible; id no num number key",
        "name phone email",
    ),
    role(
        "patient.first_name",
        Kind::Text,
        "firstname fname givenname first patientfirstname patientfirst ptfirst clientfirstname clientfirst \
         guestfirstname nombre prenom nome vorname",
        "first; name",
        "doctor provider insured subscriber guarantor",
    ),
    role(
        "patient.last_name",
        Kind::Text,
        "lastname lname surname familyname last patientlastname patientlast ptlast clientlastname clientlast \
         guestlastname apellido apellidos nomdefamille sobrenome nachname familienname",
        "last; name",
        "doctor provider insured subscriber guarantor",
    ),
    role(
        "patient.name",
        Kind::Text,
        "patientname ptname patient pt name clientname client customername customer fullname guestname guest \
         membername member patientfullname nombrepaciente nombrecompleto nombreyapellidos nombredelpaciente \
         paciente cliente nompatient nomcomplet nomdupatient nomprenom nom nomedopaciente nomecompleto \
         patientenname namedespatienten kunde namepatient",
        "patient pt client guest customer paciente; name nombre nom nome",
        "insurance doctor provider plan case guarantor id no number phone",
    ),
    role(
        "patient.birth_date",
        Kind::Day,
        "dob birthdate dateofbirth birthday bday ptdob patientdob fechadenacimiento fechanacimiento fnac nacimiento \
         datedenaissance naissance datadenascimento nascimento geburtsdatum gebdatum geburtstag gebdat",
        "birth dob nacimiento naissance nascimento",
        "",
    ),
    role(
        "patient.mobile",
        Kind::Phone,
        "mobile mobilephone mobileno cell cellphone cellno cellnumber mobilenumber textnumber smsnumber \
         wirelessphone wireless celular movil telefonomovil telefonocelular portable telportable telephoneportable \
         gsm telemovel handy handynummer mobil mobilnummer mobiltelefon handynr",
        "mobile cell wireless celular movil handy",
        "provider carrier doctor consent ok optin",
    ),
    role(
        "patient.home",
        Kind::Phone,
        "homephone hmphone home homeno homenumber telefonocasa teldomicile telefonfest festnetz",
        "home; phone tel",
        "",
    ),
    role(
        "patient.work",
        Kind::Phone,
        "workphone wkphone work businessphone telefonotrabajo telbureau telefondienst",
        "work business office; phone tel",
        "",
    ),
    role(
        "patient.phone",
        Kind::Phone,
        "phone phonenumber phoneno phone1 primaryphone ph phno contactno contactnumber telephone telephoneno tel \
         telno bestphone callback telefono telefone telefon telefonnummer telnr rufnummer numerodetelefono \
         numerodetelephone",
        "phone tel telefono telephone telefone telefon",
        "insurance emergency doctor provider fax consent ok type",
    ),
    role(
        "patient.email",
        Kind::Email,
        "email emailaddress mail emailid patientemail correo correoelectronico courriel adressemail adresseemail mel \
         emaildopaciente emailadresse",
        "email correo courriel",
        "consent ok optin opt sent doctor provider",
    ),
    role(
        "patient.language",
        Kind::Text,
        "language preferredlanguage lang primarylanguage idioma langue lingua sprache",
        "",
        "",
    ),
    role(
        "patient.state",
        Kind::Text,
        "stateprovince patientstate homestate",
        "",
        "",
    ),
    role(
        "patient.deceased",
        Kind::Status,
        "deceased patientdeceased isdeceased deceasedyn fallecido fallecida falecido decede verstorben",
        "",
        "",
    ),
    role(
        "patient.status",
        Kind::Status,
        "patientstatus patstatus ptstatus clientstatus customerstatus gueststatus memberstatus personstatus \
         accountstatus activepatient patientactive isactive activeyn active inactive archived status state \
         estadopaciente estadodelpaciente estadocliente statutpatient statutdupatient statusdopaciente \
         patientenstatus kundenstatus",
        "patient pat pt client customer guest member paciente cliente patienten kunden; status active inactive archived estado statut",
        "id insurance email sms text call appointment appt visit lab financing loan payment balance",
    ),
    role(
        "status",
        Kind::Status,
        "status planstatus casestatus casestate quotestate estimatestate procstatus procedurestatus stage acceptance planstate treatmentstatus \
         txstatus txplanstatus quotestatus estimatestatus proposalstatus decision outcome result disposition \
         accepted acceptedyn response pipelinestage leadstatus dealstage estado estatus situacion statut etat \
         situacao etatdudevis zustand stand auftragsstatus",
        "status stage acceptance decision outcome estado statut",
        "patient client insurance claim payment recall marital email sms text call appointment appt visit lab financing loan",
    ),
    role(
        "code",
        Kind::Code,
        "code proccode procedurecode procedurecodes adacode ada cdt cdtcode cdtcodes servicecode txcode \
         treatmentcode codigo codigocdt codeacte leistungsnummer leistungsnr goz bema gozziffer ziffer",
        "code ada cdt",
        "zip postal provider patient diagnosis icd fee area discount promo",
    ),
    role(
        "date",
        Kind::Day,
        "presenteddate datepresented presentedon presented plandate planneddate quotedon quotedate datequoted \
         dateplanned treatmentplandate txplandate txdate datetp tpdate proposaldate proposeddate dateproposed \
         plandatecreated datecreated createddate creationdate createdon created estimatedate consultdate \
         consultationdate dateofconsult datetold dateshown shown showndate datesent dategiven dateadded date fecha \
         fechapresupuesto fechadepresentacion fechadepresupuesto datededevis datedudevis datedevis dateproposition \
         dataorcamento datadoorcamento data datum datumhkp angebotsdatum plandatum erstelltam datumkv auftragsdatum \
         planungsdatum",
        "presented planned quoted proposed plan created consult estimate proposal told shown given date fecha datum",
        OTHER_DAYS,
    ),
    role(
        "value",
        Kind::Amount,
        "total amount fee fees price value plantotal treatmentplantotal treatmenttotal cost charge charges procfee \
         totalfee totalfees totalprice totalamount totalcost planvalue planamount treatmentfee txtotal txfee ucr \
         ucrfee officefee grossfee gross grosstotal quote quoted quotetotal quoteamount quotedprice estimate \
         estimatetotal estimateamount estimatedcost presupuesto devis orcamento proposalamount proposedamount dealvalue opportunityvalue \
         listprice subtotal amt dollaramount unscheduled unscheduledamount importe importetotal monto precio coste \
         costo valor valortotal preco montant montanttotal prix prixtotal honoraires tarif betrag gesamtbetrag \
         gesamt summe preis kosten gesamtkosten gesamtpreis honorar bruttobetrag",
        "total amount fee price value cost charge importe monto precio valor montant prix betrag preis summe kosten honorar",
        OTHER_MONEY,
    ),
    role(
        "description",
        Kind::Text,
        "treatment treatments procedure procedures service services description treatmentname procedurename \
         proceduredescription servicename servicedescription txneeded tx treatmentneeded recommendedtreatment \
         recommendation recommended interestedin interest product package item items txdescription casedescription \
         tratamiento tratamientos procedimiento servicio descripcion traitement soin soins acte prestation \
         designation tratamento procedimento servico descricao behandlung leistung leistungen bezeichnung arbeit \
         versorgung",
        "treatment service description procedure tx tratamiento traitement tratamento behandlung leistung",
        "date id no code status total fee cost price amount notes plan coordinator category provider doctor type",
    ),
    role(
        "name",
        Kind::Text,
        "planname casename treatmentplanname txplanname quotename estimatename proposalname",
        "",
        "",
    ),
    role(
        "portion",
        Kind::Amount,
        "patientportion patportion ptportion patientestimate patest tppatest patientamount estpatientportion \
         estimatedpatientportion patientcost outofpocket eigenanteil resteacharge",
        "",
        "",
    ),
    role(
        "provider",
        Kind::Text,
        "provider providerid providername doctor dr dentist practitioner injector esthetician aesthetician \
         clinician treatingprovider treatingdoctor doctora odontologo dentista praticien dentiste medecin \
         profissional behandler zahnarzt arzt",
        "provider doctor dentist practitioner injector behandler",
        "referring insurance",
    ),
    role(
        "consent.text",
        Kind::Status,
        "smsconsent textconsent txtmsgok txtok smsok smsoptin textoptin oktotext oktosms consenttotext consenttosms \
         textok textmessageconsent textmessages textmessaging smspermission textpermission cantext maytext \
         receivetexts receivesms smsmarketing sms consentimientosms consentementsms consentimentosms \
         smseinwilligung smserlaubt",
        "consent optin opt ok permission agree agreed allowed allow can may consentimiento einwilligung acepta accepte aceita akzeptiert autoriza permite; text texts sms txt message",
        "email call",
    ),
    role(
        "consent.email",
        Kind::Status,
        "emailconsent emailok emailoptin oktoemail consenttoemail emailpermission canemail mayemail receiveemails \
         emailmarketing emailsubscribed emailsubscription emaileinwilligung consentementemail consentimientoemail",
        "consent optin opt ok permission agree agreed allowed allow can may subscribed consentimiento acepta accepte aceita akzeptiert autoriza permite; email emails mail",
        "text sms call date",
    ),
];

/// Whether one of a list of words is the text.
pub(super) fn lists(list: &str, text: &str) -> bool {
    list.split_ascii_whitespace().any(|word| word == text)
}

impl Role {
    /// Whether a header of these words is the column.
    pub(super) fn is_named(&self, words: &[String]) -> bool {
        lists(self.names, &words.concat())
    }

    /// Whether a header of these words could be it.
    pub(super) fn is_named_in_part(&self, words: &[String]) -> bool {
        let has = |list: &str| words.iter().any(|word| lists(list, word));
        !self.parts.is_empty() && self.parts.split(';').all(has) && !has(self.never)
    }
}

impl Role {
    /// Whether a word of a header says that it is something else.
    pub(super) fn is_never(&self, words: &[String]) -> bool {
        words.iter().any(|word| lists(self.never, word))
    }
}

/// The role of a key.
pub(super) fn role_of(key: &str) -> Option<&'static Role> {
    ROLES.iter().find(|role| role.key == key)
}

/// The words of a header in small letters without accents: `PatNum` has two, and so has `Estimate #`, whose sign is `no`.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        // In abbreviations of number these are letters.
        let c = if matches!(c, '\u{ba}' | '\u{b0}') { 'o' } else { c };
        let starts = c.is_alphanumeric() && (!before.is_alphanumeric() || (before.is_lowercase() && c.is_uppercase()));
        // What stands at letters of its own in "N°" and "#" says that it is a number; before everything it counts.
        if matches!(c, '#' | '\u{2116}') && !words.is_empty() {
            words.push("no".to_owned());
        }
        if starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.push(plain_letter(c));
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}
