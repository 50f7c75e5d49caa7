/**
 * A simulated Microsoft 365 tenant and the services around it, as handlers that need no port, or listening on
 * loopback. It imports nothing from the program it serves, so that one misunderstanding cannot hide in both.
 */
import {X509Certificate} from 'node:crypto'
import {setTimeout as wait} from 'node:timers/promises'
import {Hono} from 'hono'
import {ArtifactService, runtimeIdentity, type StoredArtifact, TWIRP} from './artifacts.ts'
import {type MadeCertificate, sharedCertificate} from './certificate.ts'
import {directoryApi} from './directory.ts'
import {Directory} from './directory-state.ts'
import {type ExchangeOptions, exchange} from './exchange.ts'
import {ExchangeRoles} from './exchange-roles.ts'
import {type FaultName, FaultScript, parseFaults} from './faults.ts'
import {AUDIENCE, GITHUB_ISSUER, type JobIdentity, jobSubject, OidcProvider, subjectsOf} from './federation.ts'
import {FixedRecords} from './fixed-records.ts'
import {Generator} from './generator.ts'
import {type GitHubOptions, github, type SubjectCustomization} from './github.ts'
import {Environments, RepositorySecrets} from './github-secrets.ts'
import {graph} from './graph.ts'
import type {GraphOptions} from './graph-queries.ts'
import {type IncidentName, parseIncidents} from './incidents/index.ts'
import {IssueTracker, type OpenedIssue} from './issues.ts'
import {listenOnLoopback} from './listen.ts'
import {login} from './login.ts'
import {type MailOptions, mail, type SentMail} from './mail.ts'
import {type ManagedIdentityOptions, managedIdentity} from './managed-identity.ts'
import {ownRegistration} from './own-registration.ts'
import type {AuditRow, Position} from './record-source.ts'
import {parseShapes, type ShapeName} from './shapes.ts'
import {StorageContainer, type StorageOptions} from './storage.ts'
import type {Counters, RegisteredApp, SearchNote, Tenant, TenantFederatedCredential} from './tenant.ts'
import {createDirectory, headcount} from './tenant-directory.ts'
import {TenantRecords} from './tenant-records.ts'
import {issuePersonalToken, issueToken} from './tokens.ts'
import {type VaultOptions, vault} from './vault.ts'
import {type WorkflowRunRecord, WorkflowRuns} from './workflow-runs.ts'

export interface SimulatorOptions {
  /** The same seed gives the same tenant, to the byte; 1. */
  seed?: number
  /** Generated records in each calendar month, exactly; 40,000. */
  recordsPerMonth?: number
  /** `AuditData` texts held instead of generated records, kept to the byte. */
  records?: Iterable<string>
  /** `cancelled,429-seconds:3,slow:always`, or an array of the same; `demo` is a mixture. */
  faults?: string | readonly (FaultName | (string & {}))[]
  /** How the services answer, fault or not: `result-index-zero,silent-cap:2000`, or an array of the same. */
  shapes?: string | readonly (ShapeName | (string & {}))[]
  /** What is planted into each generated month, on top of its records: `bec,spray`, `demo`, `all`, or an array of names. */
  incidents?: string | readonly IncidentName[]
  /** The services' clock in ms; generated records later than it have not happened yet. */
  now?: () => number
  /** The clock that client assertions are judged by, where the caller's sign-in library has a clock of its own. */
  assertionNow?: () => number
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Records can be found by a curve: 80 % within an hour, 95 % in a day, 99.8 % in two, all within seven. */
  arrival?: boolean
  /** Each search leaves a record of its own in the log, found by the same curve. */
  leaves?: boolean
  tokenLifetimeSeconds?: number
  concurrencyLimit?: number
  /** Rows a page where `Prefer` does not say; 1,000 is the most. */
  pageSize?: number
  /** Time each answer takes, in ms: for the call and for each row. None. */
  latency?: {perCall: number; perRow: number}
  /** How long the fault `slow` takes; 200 s. */
  slowSeconds?: number
  /** Told of each search: its bounds, what matched, what was played. */
  onSearch?: (note: SearchNote) => void
  /** Another certificate for the app (its PFX is then the simulator's), and further public parts, PEM or DER. */
  certificate?: MadeCertificate
  certificates?: (string | Buffer)[]
  /** The job that GitHub's OIDC tokens speak of, and what the app trusts; by default they fit. */
  job?: Partial<JobIdentity>
  federatedCredentials?: TenantFederatedCredential[]
  /** What the machine in Azure has; by default one user-assigned identity, which may do nothing. */
  managedIdentity?: Partial<ManagedIdentityOptions>
  /** The key vault; by default it holds the app's certificate. */
  vault?: Partial<VaultOptions>
  /** The container of Blob Storage; by default the app may write, and nothing is locked. */
  storage?: Partial<StorageOptions>
  github?: Partial<GitHubOptions>
  graph?: Partial<GraphOptions>
  /** Mailboxes that Graph sends from; `audit@` the company's domain has one. */
  mail?: Partial<MailOptions>
  /** Who the tenant is, where it is one of several; Microsoft's fictitious company. */
  identity?: Partial<TenantIdentity>
  /** Starts without any app: registrations, roles and secrets are what an administrator makes of them. */
  bare?: boolean
  /** What GitHub says of the subjects of that job; what fits it where it is not given. */
  subjects?: SubjectCustomization
  /** What the administrator of a bare tenant may do; everything a set-up needs. */
  administrator?: {scopes?: string[]; directoryRoles?: string[]}
  /** Whether Exchange takes new role groups without `Enable-OrganizationCustomization`; true. */
  customized?: boolean
  /** App roles with consent; the export's and Mail.Send. */
  roles?: {exchange?: string[]; graph?: string[]}
  /** What the app's Exchange roles let it run. */
  cmdlets?: string[]
}

export interface TenantIdentity {
  /** GUID in lower case. */
  tenantId: string
  /** The primary domain. */
  domain: string
  /** Of the export's app. */
  clientId: string
}

export interface Simulator {
  /** Any base address will do: services are told apart by the beginning of the path. */
  fetch(request: Request): Promise<Response>
  listen(port?: number): Promise<ListeningSimulator>
  readonly tenantId: string
  /** The primary domain. */
  readonly domain: string
  readonly clientId: string
  /** Certificate and key of the app. */
  readonly pfx: Buffer
  readonly pfxPassword: string
  /** Identifier of the certificate in the key vault, without a version. */
  readonly vaultCertificate: string
  /** Variables by which a job asks for GitHub's OIDC token, at a base address. */
  idTokenVariables(origin: string): {ACTIONS_ID_TOKEN_REQUEST_URL: string; ACTIONS_ID_TOKEN_REQUEST_TOKEN: string}
  /** A token for the vault, as a step before would have obtained one. */
  vaultToken(): Promise<string>
  /**
   * What is truly there with `CreationTime` in [start, end), in ms; by time, then Id, then text. Texts are as Exchange
   * hands them out, where a shape has it hand out a text that is cut or empty.
   */
  truth(start: number, end: number): Iterable<TrueRecord>
  /** Incidents of the months that touch [start, end), with the Ids of their records; those still to come included. */
  planted(start: number, end: number): {name: IncidentName; ids: string[]}[]
  /** What an administrator of a bare tenant has made. */
  readonly directory: Directory
  readonly exchangeRoles: ExchangeRoles
  readonly repositorySecrets: RepositorySecrets
  readonly environments: Environments
  /** Tokens of the bare tenant's administrator. */
  administratorTokens(): Promise<{graph: string; exchange: string}>
  readonly counters: Counters
  /** What lies in the container of Blob Storage. */
  readonly storage: StorageContainer
  readonly uploads: readonly StoredArtifact[]
  /** Begins another run of the repository's workflow, or one of somebody else's; later jobs are of it. */
  startRun(run?: Partial<WorkflowRunRecord>): WorkflowRunRecord
  /** An artifact that a run made that is not a job's of this simulator; by default, another run of the same workflow. */
  keepArtifact(artifact: {name: string; zip: Buffer; digest?: string}, run?: Partial<WorkflowRunRecord>): StoredArtifact
  readonly sent: readonly SentMail[]
  readonly issues: readonly OpenedIssue[]
  /** What people do with issues in the browser, and the events that follow. */
  readonly issueTracker: IssueTracker
}

export interface TrueRecord {
  id: string
  time: string
  auditData: string
  /** From when on a search finds it, in ms, where records arrive late. */
  found: number
}

export interface ListeningSimulator {
  origin: string
  endpoints: {login: string; exchange: string; graph: string; vault: string; blob: string; imds: string}
  /** Variables with which the action works against this simulator. */
  environment: Record<string, string>
  close(): Promise<void>
}

/** What is wrong with the options, all at once. */
export class SimulatorMistakes extends Error {
  readonly mistakes: string[]
  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

const TENANT = '3f1d2c4e-7b58-4d6a-9c0e-52a1b8e7f634'
const CLIENT = 'a7d3b1c2-5e4f-4a6b-8c9d-0e1f2a3b4c5d'
const VAULT = 'https://vault.azure.net'
const GRAPH = 'https://graph.microsoft.com'
const EXCHANGE = 'https://outlook.office365.com'
/** A Global Administrator with the scopes that the Azure CLI's token for Graph carries, and one more for roles. */
const ADMINISTRATOR = {
  scopes: ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
  directoryRoles: ['62e90394-69f5-4237-9190-012177145e10'],
}
const SERVICE_PRINCIPAL = 'd41c9be0-6f0a-4a2e-9e55-7b2f0c1a8d63'
/** Of a machine that is not told which it has. */
const ownIdentities: ManagedIdentityOptions = {
  identities: [
    {
      assigned: 'user',
      clientId: '3c0e7f52-8b1d-4f6a-9a27-51d0c8e4b9f6',
      servicePrincipal: 'b7a41d93-2e5f-4c08-8d6b-0f3e9a7c1254',
      roles: {},
      directoryRoles: [],
      certificates: [],
      federatedCredentials: [],
    },
  ],
  header: 'simulated-identity-header',
  challenge: {path: '/var/opt/azcmagent/tokens/simulated.key', key: 'c2ltdWxhdGVkIGNoYWxsZW5nZQ=='},
}
/** Microsoft's own fictitious company. */
const DOMAIN = 'fabrikam.onmicrosoft.com'

export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const made = options.certificate ?? (await sharedCertificate())
  const repository: GitHubOptions = {
    repository: 'fabrikam/audit-archive',
    runId: 19_283_746,
    visibility: 'private',
    createdAt: new Date((options.now ?? Date.now)()),
    runAttempt: 1,
    token: 'ghs_simulated',
    permissions: {actions: 'read', issues: 'write'},
    hasIssues: true,
    retentionDays: 90,
    defaultBranch: 'main',
    protectedBranches: [],
    event: 'schedule',
    branch: 'main',
    workflow: '.github/workflows/audit.yml',
    ...options.github,
  }
  const runs = new WorkflowRuns({
    ...{id: repository.runId, event: repository.event, headRepository: repository.repository},
    ...{headBranch: repository.branch, path: repository.workflow, attempt: repository.runAttempt},
    createdAt: repository.createdAt,
  })
  runs.repositoryId(repository.repository)
  const job: JobIdentity = {
    repository: repository.repository,
    ownerId: 9_919,
    repositoryId: 7_001,
    idsInSubject: false,
    ref: 'refs/heads/main',
    event: 'schedule',
    environment: undefined,
    issuer: GITHUB_ISSUER,
    subject: undefined,
    ...options.job,
  }
  const directory = new Directory()
  const exchangeRoles = new ExchangeRoles(directory, options.customized ?? true)
  const secrets = new RepositorySecrets()
  const environments = new Environments()
  const tenant = foundTenant(options, {made, job, directory, exchangeRoles})
  const administratorTokens = async () => ({
    graph: await issuePersonalToken(tenant, GRAPH, {...ADMINISTRATOR, ...options.administrator}),
    exchange: await issuePersonalToken(tenant, EXCHANGE, {
      ...ADMINISTRATOR,
      ...options.administrator,
      scopes: ['Exchange.Manage'],
    }),
  })
  const oidc = new OidcProvider(job, tenant)
  const vaultOptions: VaultOptions = {
    name: 'fabrikam-audit',
    certificate: 'm365-audit-export',
    versions: [made],
    exportable: true,
    contentType: 'application/x-pkcs12',
    ...options.vault,
  }
  const anotherRun = (run: Partial<WorkflowRunRecord>): WorkflowRunRecord => {
    const {event, branch, workflow} = repository
    const usual = {event, headBranch: branch, path: workflow, headRepository: repository.repository, attempt: 1}
    const made = {id: runs.nextId(), createdAt: new Date(tenant.now()), ...usual, ...run}
    runs.add(made)
    return made
  }
  const identity = runtimeIdentity()
  const artifacts = new ArtifactService(tenant, identity, () => runs.current.id)
  const exchangeOptions: ExchangeOptions = {
    concurrencyLimit: options.concurrencyLimit ?? 10,
    pageSize: options.pageSize ?? 1_000,
    latency: options.latency ?? {perCall: 0, perRow: 0},
    slowSeconds: options.slowSeconds ?? 200,
    onSearch: options.onSearch ?? (() => {}),
    cmdlets: options.cmdlets ?? ['Get-AdminAuditLogConfig', 'Get-OrganizationConfig', 'Search-UnifiedAuditLog'],
  }
  const app = new Hono()
  app.route('/login', login(tenant, '/login'))
  app.route('/exchange', exchange(tenant, exchangeOptions, '/exchange', options.bare ? exchangeRoles : undefined))
  const graphOptions = {
    querySeconds: 75,
    recordLimit: 1_000_000,
    pageSize: 1_000,
    concurrencyLimit: 10,
    ...options.graph,
  }
  app.route('/graph', graph(tenant, graphOptions, '/graph'))
  app.route('/graph', ownRegistration(tenant))
  if (options.bare) app.route('/graph', directoryApi(tenant, directory))
  const sent: SentMail[] = []
  const mailOptions = {mailboxes: [`audit@${tenant.company.domain}`], withheld: [], ...options.mail}
  app.route('/graph', mail(tenant, mailOptions, sent))
  app.route('/vault', vault(tenant, vaultOptions))
  const storage = new StorageContainer(tenant, {
    ...{container: 'audit', role: 'contributor', versionLevelImmutability: false, containerPolicy: false},
    ...{legalHold: false, firewall: false},
    ...options.storage,
  })
  app.route('/storage', storage.handler())
  app.route('/oidc', oidc.handler())
  app.route('/imds', managedIdentity(tenant, {...ownIdentities, ...options.managedIdentity}))
  const issues = new IssueTracker(repository.repository, () => tenant.now())
  app.route(
    '/github',
    github(tenant, repository, {
      artifacts,
      issues,
      secrets,
      environments,
      runs,
      subjects: options.subjects ?? subjectsOf(job),
    }),
  )
  app.route(TWIRP, artifacts.twirp())
  app.route('/blob', artifacts.blobs())
  app.get('/counters', context => context.json({...tenant.counters, shapes: tenant.shapes.names}))
  app.onError(error => {
    throw error
  })
  const fetch = async (request: Request): Promise<Response> => app.fetch(request)

  return {
    fetch,
    async listen(port) {
      const {origin, close} = await listenOnLoopback(fetch, port)
      const endpoints = {
        login: `${origin}/login`,
        exchange: `${origin}/exchange`,
        graph: `${origin}/graph`,
        vault: `${origin}/vault`,
        blob: `${origin}/storage`,
        imds: `${origin}/imds`,
      }
      return {
        origin,
        endpoints,
        environment: {
          ...environmentOf(origin, endpoints, {
            tenant,
            made,
            repository,
            run: runs.current,
            token: identity.token,
            bare: options.bare,
          }),
          ...(options.bare ? administration(await administratorTokens(), repository) : {}),
          ...oidc.variables(origin),
        },
        close,
      }
    },
    tenantId: tenant.id,
    domain: tenant.domain,
    clientId: tenant.clientId,
    pfx: made.pfx,
    pfxPassword: made.password,
    vaultCertificate: `https://${vaultOptions.name}.vault.azure.net/certificates/${vaultOptions.certificate}`,
    idTokenVariables: origin => oidc.variables(origin),
    vaultToken: async () => {
      const app = tenant.app(tenant.clientId)
      if (app === undefined) throw new SimulatorMistakes(['A bare tenant has no app that could reach the vault.'])
      return (await issueToken(tenant, app, {resource: VAULT, claims: undefined, withRoles: true})).token
    },
    directory,
    exchangeRoles,
    repositorySecrets: secrets,
    environments,
    administratorTokens,
    truth: (start, end) => truth(tenant, start, end),
    planted: (start, end) => tenant.planted(start, end),
    counters: tenant.counters,
    storage,
    uploads: artifacts.uploads,
    startRun(run = {}) {
      runs.current = anotherRun(run)
      artifacts.beginRun()
      return runs.current
    },
    keepArtifact: (artifact, run = {}) => artifacts.keep({...artifact, runId: anotherRun(run).id}),
    sent,
    issues: issues.issues,
    issueTracker: issues,
  }
}

interface Founding {
  made: MadeCertificate
  job: JobIdentity
  directory: Directory
  exchangeRoles: ExchangeRoles
}

/** The app of a tenant that does not start bare: everything an export needs is granted. */
function exportsApp(options: SimulatorOptions, {made, job}: Founding): RegisteredApp {
  return {
    clientId: options.identity?.clientId ?? CLIENT,
    servicePrincipal: SERVICE_PRINCIPAL,
    roles: {
      exchange: ['Exchange.ManageAsApp'],
      graph: ['AuditLogsQuery.Read.All', 'Mail.Send'],
      ...options.roles,
    },
    directoryRoles: [],
    certificates: [made.certificate, ...(options.certificates ?? []).map(each => new X509Certificate(each))],
    federatedCredentials: options.federatedCredentials ?? [
      {issuer: job.issuer, subject: jobSubject(job), audiences: [AUDIENCE]},
    ],
  }
}

function foundTenant(options: SimulatorOptions, founding: Founding): Tenant {
  const seed = options.seed ?? 1
  const recordsPerMonth = options.recordsPerMonth ?? 40_000
  const {planned, mistakes} = parseFaults(options.faults)
  const {shapes, mistakes: wrongShapes} = parseShapes(options.shapes)
  mistakes.push(...wrongShapes)
  const given = options.records === undefined ? undefined : FixedRecords.read(options.records)
  mistakes.push(...(given?.mistakes ?? []))
  const incidents = parseIncidents(options.incidents)
  mistakes.push(...incidents.mistakes)
  if (given !== undefined && incidents.names.length > 0) {
    mistakes.push('Incidents are planted into generated records only, not into given ones.')
  }
  if (!Number.isInteger(seed)) mistakes.push(`The seed has to be a whole number, not ${seed}.`)
  if (!Number.isInteger(recordsPerMonth) || recordsPerMonth < 0 || recordsPerMonth > 50_000_000) {
    mistakes.push(`Records a month have to be a whole number from 0 to 50,000,000, not ${recordsPerMonth}.`)
  }
  if (mistakes.length > 0) throw new SimulatorMistakes(mistakes)

  const id = options.identity?.tenantId ?? given?.records.organization ?? TENANT
  const domain = options.identity?.domain ?? DOMAIN
  const company = createDirectory({seed, people: headcount(recordsPerMonth), organization: id, initialDomain: domain})
  const script = new FaultScript(planned)
  const now = options.now ?? Date.now
  const generator = new Generator(seed, company, recordsPerMonth, incidents.names)
  const source = given?.records ?? generator
  const app = exportsApp(options, founding)
  const {identities} = {...ownIdentities, ...options.managedIdentity}
  const auditors = identities.flatMap(({roles, servicePrincipal}) =>
    servicePrincipal && roles.exchange?.includes('Exchange.ManageAsApp') ? [servicePrincipal] : [],
  )
  return {
    seed,
    id,
    domain,
    company,
    clientId: app.clientId,
    app: options.bare
      ? id => founding.directory.registered(id)
      : id => (id === app.clientId ? app : identities.find(each => each.clientId === id)),
    mayAudit: principal =>
      options.bare
        ? founding.exchangeRoles.mayAudit(principal)
        : principal === SERVICE_PRINCIPAL || auditors.includes(principal),
    records: new TenantRecords({
      source,
      company,
      script,
      seed,
      now,
      happens: given === undefined,
      arrival: options.arrival ?? false,
      leaves: options.leaves ?? false,
      organization: id,
      shapes,
    }),
    planted: (start, end) => generator.planted(start, end),
    script,
    shapes,
    counters: {
      searches: 0,
      pages: 0,
      tokens: 0,
      idTokens: 0,
      uploads: 0,
      queries: 0,
      queriesAtOnce: 0,
      queriesKept: 0,
      faultsPlayed: script.played,
    },
    tokenLifetimeSeconds: options.tokenLifetimeSeconds ?? 3_900,
    now,
    assertionNow: options.assertionNow ?? now,
    sleep: options.sleep ?? (async (ms, signal) => (ms > 0 ? wait(ms, undefined, signal ? {signal} : {}) : undefined)),
    requiredClaims: undefined,
    refusedTokens: new Set(),
    claimsTokens: new Set(),
  }
}

/** A second's records at a time, so that a month of millions is never held. */
function* truth(tenant: Tenant, start: number, end: number): Iterable<TrueRecord> {
  const HOUR = 3_600_000
  for (let hour = start; hour < end; hour = Math.floor(hour / HOUR) * HOUR + HOUR) {
    const last = Math.min(end, Math.floor(hour / HOUR) * HOUR + HOUR) - 1
    const positions: {position: Position; time: number}[] = []
    tenant.records.scan({from: hour, to: last}, (position, {time}) => positions.push({position, time}))
    let second: FoundRow[] = []
    for (const {position, time} of positions) {
      if (second.length > 0 && (second[0] as FoundRow).time !== time) {
        yield* inOrder(second)
        second = []
      }
      const row = tenant.records.exchangeRow(position)
      second.push({...row, found: tenant.records.foundFrom(position, row.time)})
    }
    yield* inOrder(second)
  }
}

type FoundRow = AuditRow & {found: number}

function inOrder(rows: FoundRow[]): TrueRecord[] {
  const less = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return rows
    .sort((a, b) => less(a.id, b.id) || less(a.auditData, b.auditData))
    .map(({id, time, auditData, found}) => ({id, time: new Date(time).toISOString(), auditData, found}))
}

function environmentOf(
  origin: string,
  endpoints: ListeningSimulator['endpoints'],
  parts: {
    tenant: Tenant
    made: MadeCertificate
    repository: GitHubOptions
    run: WorkflowRunRecord
    token: string
    bare: boolean | undefined
  },
): Record<string, string> {
  const {tenant, made, repository, run, token, bare} = parts
  return {
    M365_AUDIT_ENDPOINTS: JSON.stringify(endpoints),
    'INPUT_TENANT-ID': tenant.id,
    ...(bare
      ? {}
      : {
          'INPUT_CLIENT-ID': tenant.clientId,
          INPUT_CERTIFICATE: made.pfx.toString('base64'),
          'INPUT_CERTIFICATE-PASSWORD': made.password,
        }),
    'INPUT_GITHUB-TOKEN': repository.token,
    GITHUB_API_URL: `${origin}/github`,
    // @actions/artifact refuses every server but GitHub's own
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: repository.repository,
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_EVENT_NAME: run.event,
    GITHUB_WORKFLOW_REF: `${repository.repository}/${run.path}@refs/heads/${run.headBranch}`,
    GITHUB_REF_NAME: run.headBranch,
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REF_PROTECTED: String(repository.protectedBranches.includes(run.headBranch)),
    GITHUB_RETENTION_DAYS: String(repository.retentionDays),
    ACTIONS_RESULTS_URL: `${origin}/`,
    ACTIONS_RUNTIME_TOKEN: token,
  }
}

/** Variables with which an administrator's set-up works against a bare tenant. */
function administration(tokens: {graph: string; exchange: string}, {token}: GitHubOptions): Record<string, string> {
  return {M365_ADMIN_GRAPH_TOKEN: tokens.graph, M365_ADMIN_EXCHANGE_TOKEN: tokens.exchange, GH_TOKEN: token}
}
