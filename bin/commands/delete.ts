import { actCommand } from '../act-command.ts'

export default actCommand('delete')
