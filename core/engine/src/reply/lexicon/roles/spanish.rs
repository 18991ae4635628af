//! What Spanish words can do in a sentence that ends contact. Such a word is Spanish by standing here, unless English
//! has it too.

use super::*;

/// The same of Spanish words.
pub(in crate::reply::lexicon) const SPANISH_ROLES: &[(Role, &str)] = &[
    (
        STOP,
        "dejen deje deja dejad dejense dejate dejar paren pare parad parar parenle parele parale cesen cese \
         detengan detenga detener suspendan suspenda suspender cancelen cancele cancela cancelar basta alto \
         terminen terminar corten cortenle bajenle bajele anulen quiten apaguen frenen eviten evite evitar \
         desactiven desactive",
    ),
    (
        BARE,
        "paren pare parenle parele parale basta cesen detenganse parenla desuscribir desuscribanme",
    ),
    (
        NEG,
        "no yano nunca jamas ni tampoco sin nomas nada ninguna ningun no_es cero",
    ),
    (FORBID, "no yano nunca jamas ni tampoco nomas"),
    (
        WANT,
        "quiero quisiera deseo necesito queremos deseamos necesitamos interesa interesan gusta gustan \
         gustaria autorizo acepto ocupo pedi solicite pido doy quieren quiere autorice interesada interesado interesados interesadas",
    ),
    (
        NOTE,
        "mensajes textos mensajitos notificaciones recordatorios llamadas correos avisos publicidad \
         promociones comunicaciones alertas propaganda textitos mensajeria spam notificacion",
    ),
    (
        REACH,
        "mensaje texto llamada correo recordatorio aviso textito mensajito",
    ),
    (
        MANDEN,
        "envieis mandeis escribais llameis molesteis contacteis lleguen llegue mandaran enviaran escribieran \
         contactaran llamaran molestaran manden mande mandes envien envie envies escriban escriba escribas \
         contacten contacte contactes llamen llame llames molesten moleste molestes texteen textee textees \
         hablen hable marquen marque busquen busque insistan insista fastidien fastidie texten texte \
         comuniquen comunique notifiquen notifique recuerden mensajeen chinguen jodan frieguen friegue acosen \
         acose manden-me mandenme mandeme envienme escribanme llamenme contactenme molestenme textiaran \
         textien textie spameen hostiguen mandame sigan siga vuelvan vuelva esten escribieron-mas anden presionen presione vendan venda ofrezcan ofrezca \
         molestarme",
    ),
    (
        MANDAR,
        "mandarme mandarnos enviarme enviarnos escribirme escribirnos contactarme contactarnos llamarme \
         llamarnos molestarme molestarnos textearme textiarme mandar enviar escribir contactar llamar \
         molestar textear fastidiar fastidiarme acosarme acosar insistir hablarme marcarme buscarme chingar \
         joder fregar mandando enviando escribiendo molestando llamando texteando recordarme notificarme \
         textiar contactando mandandome enviandome escribiendome molestandome llamandome textiando \
         insistiendo fastidiando chingando jodiendo fregando acosando hostigar spamear avisarme notificar \
         recordar textearnos comunicarse marcar marcando",
    ),
    (
        REACHED,
        "recibir recibirlos recibiendo contactado contactada saber llegar \
         contactados contactadas molestado molestada llamado notificado notificada",
    ),
    (ME, "me nos mi este numero esta aqui"),
    (YOU, "ustedes usted"),
    (SUBJECT, "yo ella ellos"),
    (SAY, "dije digo pido pedi quiero favor porfavor"),
    (
        REMOVE,
        "quiten quite quita quitad saquen saque saca sacad borren borre borra borrad eliminen elimine elimina \
         eliminad remuevan remueva borrar eliminar quitar sacar remover bajen retiren retire",
    ),
    (
        FORGET,
        "quiten quite quita saquen saque saca borren borre borra eliminen elimine elimina remuevan remueva \
         borrar eliminar quitar sacar remover pierdan pierda olviden olvide olvidense bloqueen retiren retire",
    ),
    (
        REMOVE_ME,
        "quitadme borradme sacadme eliminadme quitenme quiteme quitame saquenme saqueme sacame borrenme \
         borreme borrame eliminenme elimineme eliminame remuevanme remuevame quitarme sacarme borrarme \
         eliminarme removerme retirenme retireme bajenme desinscribanme borrenlo borrelo borralo eliminenlo \
         eliminelo quitenlo quitelo saquenlo saquelo",
    ),
    (NONE, "no nomas nada sin ni ningun ninguna cero"),
    (NUMBER, "numero telefono celular cel datos nombre contacto"),
    (OFF, "de del fuera"),
    (
        LIST,
        "lista listas sistema grupo base registro registros mensajes textos todo ahi aqui eso esto programa",
    ),
    (
        LIGHT,
        "me nos le les lo los las la el un una unos de del que con a ya estoy mas tantos tantas tanto muchos \
         otro otra sus su tus tu estos estas esos esas ese esa este esta por en favor porfavor estar estan \
         seguir sigan volver vuelvan vuelva para mis mi nada ningun ninguna nunca jamas nadie ustedes usted \
         se texto y o ni tipo clase pinches malditos automaticos ahora aqui sigue siga esten recibir te \
         celular numero telefono puros \
         sea sean ser",
    ),
    (
        OTHER,
        "sangrar doler sangrado dolor muela muelas diente dientes fumar tomar cita citas tratamiento corona \
         implante cirugia limpieza puntos seguro aseguranza pago factura medicina antibiotico antibioticos \
         hinchazon brackets endodoncia extraccion crecer comer ladrar llover",
    ),
    (
        WEARY,
        "despiertan asustan enfadan harta harto cansada cansado fastidiada fastidiado suficiente suficientes demasiados molesta-con \
         hartan hartos hartas molestan molesta chole cansan cansados aburrida aburrido",
    ),
    (
        LEAVE,
        "dejen deje deja dejenme dejeme dejame dejennos dejenos dejadme dejarme",
    ),
    (ALONE, "paz tranquila tranquilo tranquilos solo sola quieto quieta"),
    (
        GONE,
        "borrado borrada eliminado eliminada removido removida quitado quitada retirado retirada sacado sacada",
    ),
    (
        ENDED,
        "suspendidos suspendan cancelados terminados detenidos desactivados",
    ),
    (BEING, "ser sea sean fueran fuera"),
    (REVOKE, "revoco revocar retiro retirar cancelo"),
    (CONSENT, "consentimiento permiso autorizacion"),
    (
        AGREED,
        "autorice autorizado suscribi inscribi pedi solicite acepte autorizo",
    ),
    (UNTIL, "hasta antes"),
    (ANY, "nada mas estos esto"),
    (SAW, "llego llegaron recibi tengo tuve vi hay"),
    (MORE, "mas"),
    (BAD, "molestan molestia molestos molesta hartan cansan"),
    (ON, "en"),
];
