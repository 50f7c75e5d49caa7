/** The pipeline for GitLab CI is run, and goes on from what it left; that for Azure Pipelines is run in `other-ci.long.test.ts`. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, expect, test} from 'vitest'
import {aPlace, gitLabPipeline} from './other-ci.ts'
import {cleanUp} from './runner.ts'

afterAll(cleanUp)

test.runIf(process.platform !== 'win32')(
  'GitLab CI: the script signs in by its token, sets outputs, and keeps its state',
  {timeout: 60_000},
  async () => {
    const identity = {issuer: 'https://gitlab.com', subject: 'project_path:fabrikam/audit:ref_type:branch:ref:main'}
    const {run, close} = await aPlace(identity)
    try {
      const {code, log, workspace, state, secrets} = await run(gitLabPipeline(), {GITLAB_CI: 'true'})
      expect(log).toContain(`subject ${identity.subject}`)
      expect(code).toBe(0)
      const kinds = state.map(name => name.replace(/^.*-(?=baseline$)|^.*Z$/, ''))
      expect(new Set(kinds)).toEqual(new Set(['', 'baseline']))
      const outputs = readFileSync(join(workspace, 'm365-audit.env'), 'utf8')
      expect(outputs).toMatch(/^M365_AUDIT_STATUS=complete$/m)
      expect(outputs).toMatch(/^M365_AUDIT_RECORDS=60$/m)
      expect(log).toMatch(/section_start:\d+:m365_audit_1\[collapsed=true\]\r/)
      for (const secret of secrets) expect(log + outputs).not.toContain(secret)
    } finally {
      await close()
    }
  },
)
