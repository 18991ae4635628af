import followthrough from './index.js'

export const { Playbook, FollowUp, Caseload, Simulation, Report, audit, backtest, monthlyReport, simulate, compare, previewTimeline, replay, checkScenario, wilson, newcombe, differenceAtAnyLook, kaplanMeier, logRank, FollowthroughError, readExport, exportQuestions, classify, classifyMany, smsSegments, transliterate, payment, deferredInterest, checkTemplate, lintMessage, lintCreditTerms, checkUnsubscribe, unsubscribeRequest, lintCommercialEmail, nextAllowed, readToken, contactRevoked, newsOf, errorCodes, tzVersion } = followthrough
export default followthrough
