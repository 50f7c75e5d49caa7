/** Rights for a managed identity: given to it, taken away, and nothing made or removed besides. */
import {describe, expect, test} from 'vitest'
import {terminalHost} from '../../src/host/terminal.ts'
import {parseSetup} from '../../src/setup/settings.ts'
import {aBareTenant, leftBehind} from './bench.ts'

const repository = '--repository fabrikam/audit-archive'

describe('setup --managed-identity', () => {
  test.each(['id', 'appId'] as const)('gives an identity, named by its %s, all that an export needs', async by => {
    const {setup, simulator, changes} = await aBareTenant()
    const identity = simulator.directory.addManagedIdentity('audit-runner')
    const words = `--managed-identity ${identity[by]} --source both ${repository}`
    const dry = await setup(`${words} --dry-run`)
    expect(dry.text).toContain(`audit-runner, client id ${identity.appId}, object id ${identity.id}`)
    expect(changes).toEqual([])
    const done = await setup(words)
    expect(done).toMatchObject({code: 0, text: expect.stringContaining('credential: managed-identity')})
    expect(done.text).toContain('24 hours')
    const granted = [...simulator.directory.assignments.values()]
    expect(granted.map(({principalId}) => principalId)).toEqual([identity.id, identity.id])
    expect(simulator.exchangeRoles.mayAudit(identity.id)).toBe(true)
    expect(simulator.directory.applications.size).toBe(0)
    expect([...simulator.repositorySecrets.secrets.keys()]).toEqual([])
    expect(simulator.repositorySecrets.variables.get('M365_CLIENT_ID')).toBe(identity.appId)
    const before = changes.length
    expect((await setup(words)).text).toContain('Nothing was left to do.')
    expect(changes.length).toBe(before)

    expect((await setup(`${words} --remove`)).code).toBe(0)
    expect(leftBehind(simulator)).toMatchObject({applications: [], principals: 1, grants: 0, repository: 0})
    expect(simulator.exchangeRoles.mayAudit(identity.id)).toBe(false)
  })

  test('leaves what others granted it', async () => {
    const {setup, simulator} = await aBareTenant()
    const {id} = simulator.directory.addManagedIdentity('audit-runner')
    await setup(`--managed-identity ${id} --source graph --mail`)
    await setup(`--managed-identity ${id}`)
    expect(simulator.directory.assignments.size).toBe(3)
    await setup(`--managed-identity ${id} --remove`)
    expect(simulator.directory.assignments.size).toBe(2)
  })

  test('refuses what is none, with the command that prints the ids', async () => {
    const {setup, simulator, changes} = await aBareTenant()
    const missing = await setup('--managed-identity 00000000-0000-4000-8000-000000000000')
    expect(missing.text).toMatch(/\[SETUP_NO_IDENTITY\].*az identity list/)
    await setup('')
    const [app] = [...simulator.directory.applications.values()]
    const before = changes.length
    const other = await setup(`--managed-identity ${app?.appId}`)
    expect(other.text).toMatch(/no managed identity.*\[SETUP_NO_IDENTITY\]/)
    expect(changes.length).toBe(before)
  })

  test.each(['--renew', '--request', '--federated', '--answer a.p7b', '--years 2', '--tenants tenants.yml'])(
    'does not go with %s',
    words => {
      const argv = ['--tenant-id', 'contoso.com', '--repository', 'a/b', ...words.split(' ')]
      const id = ['--managed-identity', '00000000-0000-4000-8000-000000000000']
      const parsed = parseSetup(terminalHost([...argv, ...id], {}))
      const said = 'mistakes' in parsed ? parsed.mistakes.map(({message}) => message) : []
      expect(said).toContain(`--managed-identity and ${words.split(' ')[0]} don’t go together.`)
    },
  )

  test('is one GUID', () => {
    expect(parseSetup(terminalHost(['--tenant-id=contoso.com', '--managed-identity=runner'], {}))).toHaveProperty(
      'mistakes',
    )
  })
})
