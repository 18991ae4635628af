import followthrough from './index.js'

export const { Playbook, FollowUp, FollowthroughError, readExport, classify, smsSegments, readToken, tzVersion } = followthrough
export default followthrough
