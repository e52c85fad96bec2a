import { actCommand } from '../act-command.ts'

export default actCommand('disable')
