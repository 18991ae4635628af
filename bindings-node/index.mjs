import followthrough from './index.js'

export const { Playbook, FollowUp, Caseload, FollowthroughError, readExport, classify, classifyMany, smsSegments, readToken, contactRevoked, tzVersion } = followthrough
export default followthrough
