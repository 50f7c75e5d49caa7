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

  test.each(['imds', 'app-service', 'refused'] as const)(
    'on an agent in Azure signs in by a managed identity (%s)',
    async way => {
      const clientId = '3c0e7f52-8b1d-4f6a-9a27-51d0c8e4b9f6'
      const identity = {
        assigned: 'user' as const,
        clientId,
        servicePrincipal: 'b7a41d93-2e5f-4c08-8d6b-0f3e9a7c1254',
        roles: {exchange: ['Exchange.ManageAsApp']},
        directoryRoles: [],
        certificates: [],
        federatedCredentials: [],
      }
      const {run, close, origin} = await aPlace(
        {issuer: 'none', subject: 'none'},
        {managedIdentity: {identities: [identity]}},
      )
      try {
        const command = `node tool/dist/index.js export --tenant-id "$M365_TENANT_ID" --client-id ${clientId} --credential managed-identity --period previous-month --state-directory "$M365_STATE"`
        const header = way === 'refused' ? 'of yesterday' : 'simulated-identity-header'
        const environment = {
          TF_BUILD: 'True',
          ...(way === 'imds' ? {} : {IDENTITY_ENDPOINT: `${origin}/imds/msi/token`, IDENTITY_HEADER: header}),
          HTTP_PROXY: 'http://127.0.0.1:9',
        }
        const result = await run({script: command, variables: azurePipeline().variables}, environment)
        expect(result.code).toBe(way === 'refused' ? 1 : 0)
        if (way === 'refused') expect(result.log).toContain('[IDENTITY_REFUSED')
        else expect(result.log).toContain(`user-assigned managed identity ${clientId}`)
        expect(shown(result)).not.toMatch(/eyJ[\w-]{20,}|simulated-identity-header/)
      } finally {
        await close()
      }
    },
  )

  test('of GitLab without a token ends with 1, and says why', async () => {
    const {run, close} = await aPlace({issuer: 'https://gitlab.com', subject: 'project_path:fabrikam/audit'})
    try {
      const {code, log, state} = await run(gitLabPipeline(), {GITLAB_CI: 'true', ENTRA_TOKEN: ''})
      expect(code).toBe(1)
      expect(log).toContain('[TOKEN_FILE_MALFORMED')
      expect(state).toEqual([])
      const script = `${gitLabPipeline().script} --shard 5`
      expect((await run({...gitLabPipeline(), script}, {GITLAB_CI: 'true'})).code).toBe(2)
    } finally {
      await close()
    }
  })
})
