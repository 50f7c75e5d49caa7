import {describe, expect, test} from 'vitest'
import type {PresentedToken} from '../../src/signin/federation.ts'
import {explainFederation, fittingCredential, otherForm} from '../../src/signin/subject.ts'

const issuer = 'https://token.actions.githubusercontent.com'

function presented(more: Partial<PresentedToken> = {}): PresentedToken {
  return {
    issuer,
    subject: 'repo:contoso/audit:ref:refs/heads/main',
    audience: 'api://AzureADTokenExchange',
    repository: 'contoso/audit',
    repositoryId: '7001',
    ownerId: '9919',
    event: 'schedule',
    ...more,
  }
}

test('the fitting credential says what was presented, and nothing else', () => {
  expect(fittingCredential(presented())).toEqual({
    name: 'github-contoso-audit-ref-refs-heads-main',
    issuer,
    subject: 'repo:contoso/audit:ref:refs/heads/main',
    audiences: ['api://AzureADTokenExchange'],
  })
})

test('its name is short and plain enough for Entra', () => {
  const {name} = fittingCredential(presented({subject: `repo:o/r:ref:refs/heads/${'ü/'.repeat(200)}`}))
  expect(name).toMatch(/^[A-Za-z0-9-]{3,120}$/)
})

test.each([
  ['repo:contoso/audit:ref:refs/heads/main', 'repo:contoso@9919/audit@7001:ref:refs/heads/main'],
  ['repo:contoso@9919/audit@7001:environment:prod', 'repo:contoso/audit:environment:prod'],
  ['repo:contoso/audit:environment:a:b', 'repo:contoso@9919/audit@7001:environment:a:b'],
  ['repository_owner_id:9919:workflow:x', undefined],
])('the other form of %s', (subject, other) => {
  expect(otherForm(presented({subject}))).toBe(other)
})

describe('the explanation', () => {
  test('has issuer, subject, audience and the commands, in both forms', () => {
    const text = explainFederation(presented(), 'the-app')
    expect(text).toContain(
      `issuer ${issuer}, subject repo:contoso/audit:ref:refs/heads/main, audience api://AzureADTokenExchange`,
    )
    expect(text).toContain('az ad app federated-credential list --id the-app')
    const [created, other, ...more] = [...text.matchAll(/'(\{.*?\})'/g)].map(([, json = '']) => JSON.parse(json))
    expect(more).toEqual([])
    expect(created).toEqual(fittingCredential(presented()))
    expect(other).toMatchObject({subject: 'repo:contoso@9919/audit@7001:ref:refs/heads/main'})
    expect(text).toContain(
      `az ad app federated-credential create --id the-app --parameters '${JSON.stringify(created)}'`,
    )
  })

  test.each<[string, Partial<PresentedToken>, RegExp]>([
    [
      'an environment',
      {subject: 'repo:contoso/audit:environment:prod', environment: 'prod'},
      /names the environment prod: its subject then ends in environment:prod and no longer in the branch/,
    ],
    ['a branch', {}, /names no environment/],
    ['a pull request', {subject: 'repo:contoso/audit:pull_request', event: 'pull_request'}, /…:pull_request, whatever/],
    ['ids', {subject: 'repo:contoso@9919/audit@7001:ref:refs/heads/main'}, /holds the ids of owner and repository/],
    ['no ids', {}, /holds no ids: a credential that the Entra portal made with ids/],
    ['capital letters', {repository: 'Contoso/audit'}, /Capital letters count/],
    [
      'an Enterprise Server',
      {issuer: 'https://ghes.contoso.com/_services/token'},
      /needs a credential with that issuer/,
    ],
    ['a template', {subject: 'repository_owner_id:9919'}, /follows a template/],
  ])('names the likely reason: %s', (_, more, reason) => {
    expect(explainFederation(presented(more), 'the-app')).toMatch(reason)
  })

  test('leaves out reasons that do not apply', () => {
    const text = explainFederation(
      presented({subject: 'repo:contoso/audit:environment:prod', environment: 'prod'}),
      'a',
    )
    expect(text).not.toMatch(/names no environment|pull_request|Capital|template|Enterprise/)
  })

  test('lets no branch’s name end the quotes of a command', () => {
    const text = explainFederation(presented({subject: "repo:contoso/audit:ref:refs/heads/x';id;'"}), 'the-app')
    expect(text).toContain(`refs/heads/x'\\'';id;'\\''`)
  })
})
