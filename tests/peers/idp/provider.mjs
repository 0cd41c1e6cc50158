// A real OpenID provider (oidc-provider) for tests: its people and its clients come as JSON on the command line, its issuer
// is printed when it listens. Whoever is to sign in sends the form with a name of the people.
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const { people, clients } = JSON.parse(process.argv[2])
const SCOPES = 'openid email profile groups'

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = new Provider(issuer, {
    clients,
    claims: { email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: SCOPES.split(' '),
    cookies: { keys: ['of tests'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
    },
    // Those that ask for it stay let in while nobody is there.
    issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    // Nobody is asked whether pgdesk may know who they are.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId })
      grant.addOIDCScope(SCOPES)
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', async (request, response) => {
    if (!request.url.startsWith('/sign-in/')) return answer(request, response)
    if (request.method === 'GET') {
      response.setHeader('content-type', 'text/html')
      return response.end('<form method="post"><input name="who"><button>Sign in</button></form>')
    }
    let body = ''
    for await (const part of request) body += part
    const who = new URLSearchParams(body).get('who')
    const result = who in people ? { login: { accountId: who } } : { error: 'access_denied' }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
  })
  console.log(issuer)
})
