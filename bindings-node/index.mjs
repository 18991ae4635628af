import followthrough from './index.js'

export const { Playbook, FollowUp, Caseload, FollowthroughError, Importer, readExport, readExportTables, exportQuestions, changes, changesTables, proposeMapping, writeMapping, writeBack, classify, classifyMany, classifyTable, smsSegments, smsSegmentsTable, transliterate, payment, deferredInterest, checkTemplate, lintMessage, lintCreditTerms, checkUnsubscribe, unsubscribeRequest, lintCommercialEmail, nextAllowed, readToken, contactRevoked, newsOf, errorCodes, tzVersion, Simulation, Report, audit, backtest, monthlyReport, simulate, compare, previewTimeline, replay, checkScenario, wilson, newcombe, differenceAtAnyLook, kaplanMeier, logRank } = followthrough
export default followthrough
