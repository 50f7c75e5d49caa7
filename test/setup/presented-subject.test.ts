/** Which form of GitHub's subject setup trusts, by what GitHub says of the repository. */
import fc from 'fast-check'
import {afterAll, describe, expect, test} from 'vitest'
import {presentedSubject} from '../../src/setup/presented-subject.ts'
import {cleanUp} from '../runner.ts'
import {aBareTenant} from './bench.ts'

afterAll(cleanUp)

const repository = '--repository fabrikam/audit-archive'
const plain = 'repo:fabrikam/audit-archive:environment:audit'
const withIds = 'repo:fabrikam@9919/audit-archive@7001:environment:audit'
const federated = `${repository} --federated --environment audit`

async function trustedBy(options: Parameters<typeof aBareTenant>[0], words = federated) {
  const bench = await aBareTenant(options)
  const run = await bench.setup(words)
  const [app] = [...bench.simulator.directory.applications.values()]
  return {...bench, ...run, subjects: () => (app?.federated ?? []).map(each => each.subject)}
}

describe('setup trusts', () => {
  test.each([
    [plain, {}],
    [withIds, {job: {idsInSubject: true}}],
    [plain, {subjects: {useDefault: true, prefix: undefined}}],
    [
      plain,
      {subjects: {useDefault: false, includeClaimKeys: ['repo', 'context'], prefix: 'repo:fabrikam/audit-archive'}},
    ],
  ])('%s alone, where GitHub says so', async (subject, options) => {
    const {code, subjects, text} = await trustedBy(options)
    expect(code, text).toBe(0)
    expect(subjects()).toEqual([subject])
  })

  test('both forms where the token may not ask, and says so', async () => {
    const {text, subjects} = await trustedBy({github: {readsSubject: false}})
    expect(subjects()).toEqual([plain, withIds])
    expect(text).toMatch(/GitHub does not say which subject .* so both forms are trusted/)
  })

  test('one form after both: its own credential of the other is withdrawn, and nothing else', async () => {
    const options = {github: {readsSubject: false}}
    const {simulator, setup, subjects, world} = await trustedBy(options)
    const byHand = {name: 'by-hand', subject: 'repo:fabrikam/other:environment:audit', description: 'by hand'}
    const [app] = [...simulator.directory.applications.values()]
    if (app?.federated[0]) app.federated.push({...app.federated[0], ...byHand, id: 'by-hand'})
    const {fetch} = world
    world.fetch = async request =>
      request.url.endsWith('/actions/oidc/customization/sub')
        ? Response.json({
            use_default: true,
            use_immutable_subject: false,
            sub_claim_prefix: withIds.slice(0, withIds.indexOf(':environment')),
          })
        : await fetch(request)
    const dry = await setup(`${federated} --dry-run`)
    expect(dry.text).toContain(`would do: Withdraw the trust in the subject ${plain}`)
    expect(subjects()).toHaveLength(3)
    expect((await setup(federated)).code).toBe(0)
    expect(subjects()).toEqual([withIds, byHand.subject])
    expect((await setup(federated)).text).toContain('Nothing was left to do.')
  })

  test('nothing that it can’t compose: a template of the repository or its organisation', async () => {
    for (const subjects of [
      {
        useDefault: false,
        includeClaimKeys: ['repository_owner', 'job_workflow_ref'],
        prefix: 'repo:fabrikam/audit-archive',
      },
      {useDefault: false, prefix: undefined},
      {useDefault: true, prefix: 'repo:contoso/audit-archive'},
    ]) {
      const {code, text, changes} = await trustedBy({subjects})
      expect({code, changes}).toEqual({code: 1, changes: []})
      expect(text).toContain('[SETUP_SUBJECT_TEMPLATE]')
    }
  })

  test('a subject that is given whole, without asking', async () => {
    const {code, subjects, text} = await trustedBy(
      {github: {readsSubject: false}},
      `${repository} --federated --subject my:own:subject`,
    )
    expect(code, text).toBe(0)
    expect(subjects()).toEqual(['my:own:subject'])
  })
})

test('the context of a subject stays as it is, whatever the prefix', () => {
  const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/)
  fc.assert(
    fc.property(
      name,
      name,
      fc.nat(),
      fc.boolean(),
      fc.stringMatching(/^[a-z:/.-]{1,20}$/),
      (owner, repo, id, ids, context) => {
        const prefix = ids ? `repo:${owner}@${id}/${repo}@${id + 1}` : `repo:${owner}/${repo}`
        const answer = {use_default: true, sub_claim_prefix: prefix, use_immutable_subject: false}
        expect(presentedSubject(`${owner}/${repo}`, `repo:${owner}/${repo}:${context}`, answer)).toBe(
          `${prefix}:${context}`,
        )
      },
    ),
  )
})
