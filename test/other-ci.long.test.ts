/** The pipeline for Azure Pipelines, twice, and that for GitLab CI without a token. */
import {afterAll, describe, expect, test} from 'vitest'
import {aPlace, azurePipeline, gitLabPipeline, type PipelineRun} from './other-ci.ts'
import {cleanUp} from './runner.ts'

afterAll(cleanUp)

/** What a reader of the log sees: the agent takes its commands out. */
const shown = ({log}: PipelineRun) =>
  log
    .split('\n')
    .filter(line => !line.includes('##vso['))
    .join('\n')

describe.runIf(process.platform !== 'win32')('a pipeline', {timeout: 120_000}, () => {
  test('of Azure fetches a token, exports, goes on from what it left, and leaves no token behind', async () => {
    const {run, close} = await aPlace({
      issuer: 'https://vstoken.dev.azure.com/org',
      subject: 'sc://fabrikam/audit/m365-audit',
    })
    try {
      const result = await run(azurePipeline(), {TF_BUILD: 'True'})
      expect(result.log).toContain('subject sc://fabrikam/audit/m365-audit')
      expect(result.code).toBe(0)
      expect(result.log).toContain('##vso[task.setvariable variable=status;isOutput=true;isreadonly=true]complete')
      expect(result.log).toContain('##vso[task.setvariable variable=records;isOutput=true;isreadonly=true]60')
      expect(result.log).toContain('##[group]')
      for (const secret of result.secrets) expect(shown(result)).not.toContain(secret)
      expect(result.left.filter(name => !name.startsWith('m365-audit-summary-'))).toEqual([])
      const again = await run(azurePipeline(), {TF_BUILD: 'True'})
      expect(again.code).toBe(0)
      expect(again.state).toEqual(result.state)
      expect(shown(again)).not.toContain('Refused:')
      const refused = await run(azurePipeline(), {TF_BUILD: 'True', SYSTEM_ACCESSTOKEN: 'of another job'})
      expect(refused.code).not.toBe(0)
      expect(refused.log).not.toContain('Signed in')
    } finally {
      await close()
    }
  })

  test('of GitLab without a token ends with 1, and says why', async () => {
    const {run, close} = await aPlace({issuer: 'https://gitlab.com', subject: 'project_path:fabrikam/audit'})
    try {
      const {code, log, state} = await run(gitLabPipeline(), {GITLAB_CI: 'true', ENTRA_TOKEN: ''})
      expect(code).toBe(1)
      expect(log).toContain('[TOKEN_FILE_MALFORMED')
      expect(state).toEqual([])
    } finally {
      await close()
    }
  })
})
