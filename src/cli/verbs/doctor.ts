// `sqlite2pg doctor`: the library's doctor, one line for each question.
import { doctorText } from '../../report/doctor-text.ts'
import type { RunVerb } from '../session.ts'

export const runDoctor: RunVerb = async ({ style }, options) => {
  const { doctor } = await import('../../run/doctor.ts')
  const { report, lines } = await doctor(options)
  return { report, text: doctorText(lines, style), tells: 'everything' }
}
