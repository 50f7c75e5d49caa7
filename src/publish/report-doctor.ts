/** Reports what the doctor found: a line for each check, the page, the outputs, and the step's end. */
import type {Host} from '../host/host.ts'
import {type Diagnosis, diagnosisInWords, diagnosisMarkdown, rowLine} from '../report/diagnosis.ts'
import {withinSize} from '../report/markdown.ts'
import {setOutputs, summaryLimit} from './report-run.ts'

/** The step fails where an export would. */
export async function reportDiagnosis(host: Host, directory: string, diagnosis: Diagnosis): Promise<void> {
  setOutputs({host, failOn: [], directory}, diagnosis.status)
  host.output('directory', directory)
  await host.summary(withinSize(diagnosisMarkdown(diagnosis), summaryLimit))
  for (const row of diagnosis.checks) {
    if (row.stops) host.error(rowLine(row))
    else if (row.verdict === 'MISSING') host.warning(rowLine(row))
    else host.info(rowLine(row))
  }
  for (const line of diagnosis.shape ?? []) host.info(`Shape of an answer: ${line}`)
  const words = diagnosisInWords(diagnosis)
  if (diagnosis.checks.some(row => row.stops)) host.fail(`An export would fail. ${words}`)
  else host.info(words)
}
