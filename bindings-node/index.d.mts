export * from './index.js'
import * as followthrough from './index.js'
export default followthrough
