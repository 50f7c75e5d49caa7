import {X509Certificate} from 'node:crypto'
import {chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, describe, expect, test} from 'vitest'
import {readCertificate} from '../../src/signin/certificate.ts'
import {cleanUp} from '../runner.ts'
import {leaks} from '../signin/simulated.ts'
import {aBareTenant, leftBehind, nothing} from './bench.ts'

afterAll(cleanUp)

const repository = '--repository fabrikam/audit-archive'

describe('setup', () => {
  test('prints everything and changes nothing in a dry run', async () => {
    const {setup, simulator, changes, folder} = await aBareTenant()
    const {text, code} = await setup(`${repository} --dry-run --mail --source both`)
    expect(code).toBe(0)
    expect(changes).toEqual([])
    expect(leftBehind(simulator)).toEqual(nothing)
    expect(readdirSync(folder)).toEqual([])
    for (const told of [
      'POST /v1.0/applications {"displayName":"m365-audit-export"',
      'az ad app create',
      'dc50a0fb-09a3-484d-be87-e023b12c6440',
      'AuditLogsQuery.Read.All',
      'Mail.Send',
      'New-ServicePrincipal -AppId',
      "New-RoleGroup -Name 'm365-audit-export readers' -Roles 'View-Only Audit Logs'",
      'Add-RoleGroupMember',
      'M365_CERTIFICATE',
      'Nothing was changed; 12 steps would be.',
    ])
      expect(text).toContain(told)
  })

  test('prints it without any token too', async () => {
    const {setup, changes} = await aBareTenant()
    const none = {M365_ADMIN_GRAPH_TOKEN: undefined, M365_ADMIN_EXCHANGE_TOKEN: undefined, GH_TOKEN: undefined}
    const {text, code} = await setup(`${repository} --dry-run`, none)
    expect(code).toBe(0)
    expect(changes).toEqual([])
    expect(text).toContain('gh secret set M365_CERTIFICATE --repo fabrikam/audit-archive')
    expect(text).toContain('Nothing was changed; 9 steps would be.')
  })

  test('makes all of it, and the second time nothing', async () => {
    const {setup, simulator, changes, file} = await aBareTenant()
    const first = await setup(repository)
    expect(first).toMatchObject({code: 0, text: expect.stringContaining('Done: 10 steps.')})
    const [app] = [...simulator.directory.applications.values()]
    expect(simulator.directory.registered(app?.appId ?? '')).toMatchObject({
      roles: {exchange: ['Exchange.ManageAsApp'], graph: []},
      directoryRoles: [],
    })
    expect(simulator.exchangeRoles.groups).toMatchObject([
      {Name: 'm365-audit-export readers', Roles: ['View-Only Audit Logs']},
    ])
    const {secrets, variables} = simulator.repositorySecrets
    const stored = secrets.get('M365_CERTIFICATE') ?? ''
    const password = secrets.get('M365_CERTIFICATE_PASSWORD') ?? ''
    const world = {now: Date.now, mask: () => {}}
    const certificate = await readCertificate({content: stored, password, source: 'secret'}, world)
    expect(variables.get('M365_CERTIFICATE_THUMBPRINT')).toBe(certificate.thumbprintSha1)
    expect(variables.get('M365_CLIENT_ID')).toBe(app?.appId)
    for (const name of ['audit.pfx', 'audit.pem', 'password.txt']) expect(statSync(file(name)).mode & 0o777).toBe(0o600)

    const before = changes.length
    expect(await setup(repository)).toMatchObject({code: 0, text: expect.stringContaining('Nothing was left to do.')})
    expect(changes.length).toBe(before)
    rmSync(file('audit.pfx'))
    expect((await setup(repository)).text).toContain('whose key is not in')
    expect(changes.length).toBe(before)
  })

  test('says no secret', async () => {
    const {setup, simulator, environment, file} = await aBareTenant()
    const said = [await setup(repository), await setup(`--renew ${repository}`)].map(run => run.text).join()
    const secrets = [
      ...simulator.repositorySecrets.secrets.values(),
      readFileSync(file('audit.pem'), 'utf8').replace(/-----BEGIN CERT[^-]+-----[^-]+-----END CERT[^-]+-----/, ''),
      readFileSync(file('password.txt'), 'utf8').trim(),
      String(environment.M365_ADMIN_GRAPH_TOKEN),
      String(environment.M365_ADMIN_EXCHANGE_TOKEN),
      'ghs_simulated',
    ]
    expect(leaks(said, secrets)).toEqual([])
    expect(said).not.toContain('ghs_simulated')
  })

  test('takes away what it made and nothing else', async () => {
    const {setup, simulator} = await aBareTenant()
    await setup('--name other')
    await setup(`${repository} --mail`)
    simulator.repositorySecrets.variables.set('SOMEBODYS', 'own')
    const before = leftBehind(simulator)
    expect(before).toMatchObject({applications: ['other', 'm365-audit-export'], exchange: 4})
    const dry = await setup(`--remove --dry-run ${repository}`)
    expect(dry.text).toContain('Nothing was changed; 4 steps would be.')
    expect(leftBehind(simulator)).toEqual(before)
    expect((await setup(`--remove ${repository}`)).code).toBe(0)
    expect(leftBehind(simulator)).toMatchObject({applications: ['other'], principals: 1, exchange: 2, repository: 1})
    expect(await setup(`--remove ${repository}`)).toMatchObject({code: 0, text: expect.stringContaining('Nothing was')})
    await setup('--remove --name other')
    expect(leftBehind(simulator)).toEqual({...nothing, repository: 1})
  })

  test('trusts a GitHub job instead of a certificate, and removes that too', async () => {
    const {setup, simulator, folder} = await aBareTenant()
    expect((await setup(`${repository} --federated --environment audit`)).code).toBe(0)
    const [app] = [...simulator.directory.applications.values()]
    expect(app?.keyCredentials).toEqual([])
    expect(app?.federated).toMatchObject([
      {subject: 'repo:fabrikam/audit-archive:environment:audit', audiences: ['api://AzureADTokenExchange']},
    ])
    expect(readdirSync(folder)).toEqual([])
    expect([...(simulator.environments.made.get('audit')?.secrets.keys() ?? [])]).toEqual([])
    expect(simulator.environments.made.get('audit')?.variables.size).toBe(2)
    expect((await setup(`${repository} --federated --environment audit`)).text).toContain('Nothing was left to do.')
    await setup(`--remove ${repository}`)
    expect(leftBehind(simulator)).toEqual(nothing)
  })

  test('stores them in an environment, which it makes where it is not there', async () => {
    const {setup, simulator, changes} = await aBareTenant()
    const where = `${repository} --environment audit-log`
    const dry = await setup(`${where} --dry-run`, {GH_TOKEN: undefined})
    expect(dry.text).toContain("gh secret set M365_CERTIFICATE --env 'audit-log' --repo fabrikam/audit-archive")
    expect(dry.text).toContain("gh api --silent --method PUT 'repos/fabrikam/audit-archive/environments/audit-log'")
    expect((await setup(where)).code).toBe(0)
    const stored = simulator.environments.made.get('audit-log')
    expect([...(stored?.secrets.keys() ?? [])]).toEqual(['M365_CERTIFICATE', 'M365_CERTIFICATE_PASSWORD'])
    expect(stored?.variables.size).toBe(3)
    expect([simulator.repositorySecrets.secrets.size, simulator.repositorySecrets.variables.size]).toEqual([0, 0])
    const before = changes.length
    expect((await setup(where)).text).toContain('Nothing was left to do.')
    expect(changes.length).toBe(before)
    expect((await setup(`--renew ${repository}`)).code).toBe(0)
    const elsewhere = await setup(`--renew --finish ${where}`)
    expect(elsewhere.text).toContain('is not stored in the environment audit-log of fabrikam/audit-archive')
    expect((await setup(`--renew ${where}`)).code).toBe(0)
    expect((await setup(`--renew --finish ${where}`)).code).toBe(0)
    // The environment need not be named: wherever the app's variable is, the rest is found.
    expect((await setup(`--remove ${repository}`)).code).toBe(0)
    expect(leftBehind(simulator)).toEqual(nothing)
  })

  test('leaves an environment that is there as it is', async () => {
    const {setup, simulator, changes} = await aBareTenant()
    simulator.environments.made.set('audit', simulator.repositorySecrets)
    expect((await setup(`${repository} --environment audit`)).code).toBe(0)
    expect(changes.filter(change => /environments\/audit$/.test(change))).toEqual([])
  })

  test('withdraws what an earlier run granted and this one does not ask for, and nothing else', async () => {
    const {setup, simulator, changes} = await aBareTenant()
    await setup('--source both --mail')
    const [app] = [...simulator.directory.applications.values()]
    const roles = () => simulator.directory.registered(app?.appId ?? '')?.roles
    const listed = () => app?.requiredResourceAccess.flatMap(each => each.resourceAccess).length
    const [graph] = [...simulator.directory.principals.values()].filter(each => each.displayName === 'Microsoft Graph')
    const own = graph?.appRoles.find(each => each.value === 'AuditLog.Read.All')?.id ?? ''
    const principalId = simulator.directory.principalOf(app?.appId ?? '')?.id ?? ''
    simulator.directory.assignments.set('by-hand', {
      id: 'by-hand',
      principalId,
      resourceId: graph?.id ?? '',
      appRoleId: own,
    })
    expect(listed()).toBe(3)

    const before = changes.length
    const dry = await setup('--source graph --dry-run')
    expect(dry.text).toMatch(
      /would do: Withdraw Exchange.ManageAsApp of .*, Mail.Send of Microsoft Graph, not asked for any more/,
    )
    expect(dry.text).toMatch(/DELETE \/v1.0\/servicePrincipals\/[0-9a-f-]+\/appRoleAssignments\/[0-9a-f-]+/)
    expect(changes.length).toBe(before)
    expect((await setup('--source graph')).code).toBe(0)
    expect(roles()).toEqual({exchange: [], graph: ['AuditLogsQuery.Read.All', 'AuditLog.Read.All']})
    expect(listed()).toBe(1)
    expect((await setup('--source graph')).text).toContain('Nothing was left to do.')
  })

  test('assigns a directory role where that is wanted, without Exchange', async () => {
    const {setup, simulator} = await aBareTenant()
    expect((await setup('--directory-role Reader')).text).toContain('can’t search the audit log')
    expect(leftBehind(simulator)).toEqual(nothing)
    const without = {M365_ADMIN_EXCHANGE_TOKEN: undefined}
    expect((await setup(['--directory-role', 'Compliance Administrator'], without)).code).toBe(0)
    const {exchange, grants} = leftBehind(simulator)
    expect({exchange, grants}).toEqual({exchange: 0, grants: 2})
    const again = await setup(['--directory-role', 'Compliance Administrator'], without)
    expect(again.text).toContain('Nothing was left to do.')
  })

  test('overlaps the old certificate with the new one until it is told to finish', async () => {
    const {setup, simulator, folder} = await aBareTenant()
    await setup(repository)
    const keys = () => [...simulator.directory.applications.values()][0]?.keyCredentials ?? []
    const [old] = keys()
    const early = await setup('--renew --finish')
    expect(early.text).toContain('no older one')
    expect((await setup('--renew')).code).toBe(0)
    expect(keys()).toHaveLength(2)
    const notStored = await setup(`--renew --finish ${repository}`)
    expect(notStored).toMatchObject({code: 1, text: expect.stringContaining('SETUP_NOT_STORED')})
    expect(keys()).toHaveLength(2)
    expect((await setup(`--renew ${repository}`)).code).toBe(0)
    const again = await setup(`--renew --folder ${join(folder, 'elsewhere')}`)
    expect(again.text).toContain('SETUP_OVERLAP')
    expect((await setup(`--renew --finish ${repository}`)).code).toBe(0)
    expect(keys()).toHaveLength(1)
    expect(keys()[0]?.keyId).not.toBe(old?.keyId)
    // The folder still holds the old one: it does not come back.
    expect((await setup(repository)).text).toContain('Nothing was left to do.')
  })

  test('customises an organisation that takes no role group before', async () => {
    const {setup, changes} = await aBareTenant({customized: false})
    expect((await setup()).code).toBe(0)
    const order = changes.filter(change => /RoleGroup|Customization/.test(change))
    expect(order).toEqual(['New-RoleGroup', 'Enable-OrganizationCustomization', 'New-RoleGroup', 'Add-RoleGroupMember'])
  })
})

describe('a certificate authority', () => {
  test('gets a request, and its answer is joined with the key', async () => {
    const {default: forge} = await import('node-forge')
    const {setup, simulator, folder, file} = await aBareTenant()
    expect((await setup('--request')).code).toBe(0)
    const key = readFileSync(file('request-key.pem'), 'utf8')
    expect(statSync(file('request-key.pem')).mode & 0o777).toBe(0o600)
    expect((await setup('--request')).text).toContain('is there, with its key')
    expect(readFileSync(file('request-key.pem'), 'utf8')).toBe(key)

    const request = forge.pki.certificationRequestFromPem(readFileSync(file('request.csr'), 'utf8'))
    expect(request.verify()).toBe(true)
    const authority = forge.pki.rsa.generateKeyPair(2048)
    const issuer = [{name: 'commonName', value: 'Fabrikam Issuing CA'}]
    const issue = (publicKey: typeof authority.publicKey, subject: typeof request.subject.attributes) => {
      const certificate = forge.pki.createCertificate()
      certificate.publicKey = publicKey
      certificate.serialNumber = '0102'
      certificate.validity.notBefore = new Date(Date.now() - 60_000)
      certificate.validity.notAfter = new Date(Date.now() + 86_400_000)
      certificate.setSubject(subject)
      certificate.setIssuer(issuer)
      certificate.sign(authority.privateKey, forge.md.sha256.create())
      return certificate
    }
    const root = issue(authority.publicKey, issuer)
    const leaf = issue(request.publicKey as typeof authority.publicKey, request.subject.attributes)
    const message = forge.pkcs7.createSignedData()
    message.addCertificate(root)
    writeFileSync(join(folder, 'foreign.p7b'), forge.pkcs7.messageToPem(message))
    const foreign = await setup(`--answer ${join(folder, 'foreign.p7b')}`)
    expect(foreign).toMatchObject({code: 1, text: expect.stringContaining('SETUP_ANSWER')})

    message.addCertificate(leaf)
    writeFileSync(join(folder, 'answer.p7b'), forge.pkcs7.messageToPem(message))
    expect((await setup(`--answer ${join(folder, 'answer.p7b')} ${repository}`)).code).toBe(0)
    const [app] = [...simulator.directory.applications.values()]
    const uploaded = new X509Certificate(Buffer.from(app?.keyCredentials[0]?.key ?? '', 'base64'))
    expect(uploaded.issuer).toBe('CN=Fabrikam Issuing CA')
    const password = readFileSync(file('password.txt'), 'utf8').trim()
    const content = readFileSync(file('audit.pfx'))
    const read = await readCertificate({content, password, source: 'audit.pfx'}, {now: Date.now, mask: () => {}})
    expect(read.thumbprintSha1).toBe(uploaded.fingerprint.replaceAll(':', ''))
  })
})

describe('refusals, one message each', () => {
  const cases: [name: string, code: string, about: Parameters<typeof aBareTenant>[0], words?: string, env?: object][] =
    [
      ['a token that may not register', 'SETUP_FORBIDDEN', {administrator: {scopes: ['User.Read']}}],
      ['a token that may not consent', 'SETUP_FORBIDDEN', {administrator: {scopes: ['Application.ReadWrite.All']}}],
      ['a person whom Exchange refuses', 'SETUP_EXCHANGE_FORBIDDEN', {administrator: {directoryRoles: []}}],
      ['no token at all', 'SETUP_NO_TOKEN', {}, '', {M365_ADMIN_GRAPH_TOKEN: undefined}],
      ['no token for Exchange', 'SETUP_NO_TOKEN', {}, '', {M365_ADMIN_EXCHANGE_TOKEN: undefined}],
      ['a repository that GitHub does not show', 'SETUP_GITHUB_404', {}, '--repository fabrikam/elsewhere'],
      ['a token that may not store', 'SETUP_GITHUB_403', {github: {mayWriteSecrets: false}}, repository],
      ['a token that GitHub does not know', 'SETUP_GITHUB_401', {}, repository, {GH_TOKEN: 'other'}],
      ['a renewal of what was never made', 'SETUP_NOT_THERE', {}, '--renew'],
      ['an answer that is not there', 'SETUP_FILE', {}, '--answer /nowhere/answer.cer'],
    ]
  test.for(cases)('%s', async ([, code, about, words = '', env = {}]) => {
    const {setup} = await aBareTenant(about)
    const {text, code: exit} = await setup(words, env as Record<string, string | undefined>)
    expect(exit).toBe(1)
    const errors = text.split('\n').filter(line => line.startsWith('error: '))
    expect(errors).toEqual([expect.stringContaining(`[${code}`)])
  })

  test('an application and a role group of another hand are left alone', async () => {
    const {setup, simulator, changes} = await aBareTenant()
    simulator.exchangeRoles.groups.push({
      Name: 'm365-audit-export readers',
      Description: 'made by hand',
      Roles: ['Audit Logs'],
      members: new Set(),
    })
    expect((await setup()).text).toContain('[SETUP_ROLE_GROUP_FOREIGN]')
    const [app] = [...simulator.directory.applications.values()]
    if (app) app.tags = []
    const before = changes.length
    for (const words of ['', '--remove', '--renew']) expect((await setup(words)).text).toContain('[SETUP_APP_FOREIGN]')
    expect(changes.length).toBe(before)
  })

  test('Exchange that can’t be reached is said, and what was done is not done twice', async () => {
    const {setup, world, simulator} = await aBareTenant()
    const {fetch} = world
    world.fetch = async request => {
      if (new URL(request.url).pathname.startsWith('/exchange'))
        throw new TypeError('fetch failed', {cause: new Error('connect ECONNREFUSED')})
      return await fetch(request)
    }
    const {text, code} = await setup()
    expect(code).toBe(1)
    expect(text).toContain('[SETUP_EXCHANGE_UNREACHABLE]')
    world.fetch = fetch
    expect((await setup()).code).toBe(0)
    expect(simulator.directory.applications.size).toBe(1)
  })

  test.each(['gcc-high', 'dod', 'china'])('in %s: what the cloud lacks, and its own tools', async cloud => {
    const {setup, changes} = await aBareTenant()
    const none = {M365_ADMIN_GRAPH_TOKEN: undefined, M365_ADMIN_EXCHANGE_TOKEN: undefined}
    const dry = await setup(`--cloud ${cloud} --dry-run`, none)
    expect(dry.text).toContain('Graph has no audit log query in ')
    expect(dry.text).toMatch(/Connect-ExchangeOnline -ExchangeEnvironmentName O365(USGovGCCHigh|USGovDoD|China) /)
    expect((await setup(`--cloud ${cloud} --source both`, none)).text).toContain('[INPUT_SETUP]')
    expect((await setup(`--cloud ${cloud}`, none)).text).toMatch(
      /az cloud set --name Azure(USGovernment|ChinaCloud) && az login/,
    )
    expect(changes).toEqual([])
  })

  test('all mistakes of the options at once', async () => {
    const {setup, changes} = await aBareTenant()
    const {text, code} = await setup('--finish --source mail --years 9 --nme x --branch main stray')
    expect(code).toBe(2)
    expect(text.match(/^error: .*\[INPUT_SETUP\] /gm)).toHaveLength(6)
    expect(changes).toEqual([])
  })

  test('a file of an earlier run that was open to others is closed', async () => {
    const {setup, folder, file} = await aBareTenant()
    mkdirSync(folder, {recursive: true})
    writeFileSync(file('audit.pem'), '')
    chmodSync(file('audit.pem'), 0o644)
    await setup()
    expect(statSync(file('audit.pem')).mode & 0o777).toBe(0o600)
  })
})
