import followthrough from './index.js'

export const { Playbook, FollowUp, FollowthroughError, readExport, classify, smsSegments, readToken, contactRevoked, tzVersion } = followthrough
export default followthrough
