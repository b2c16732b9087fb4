metadata description = 'The saved queries, in a pack that the portal offers beside Application Insights.'

param name string
param location string
param tags object

var saved = [
  { file: 'missed', title: 'Posts that were missed', body: loadTextContent('../queries/missed.kql') }
  { file: 'doubled', title: 'Posts that were found live twice', body: loadTextContent('../queries/doubled.kql') }
  { file: 'failed', title: 'Posts that failed, by class and network', body: loadTextContent('../queries/failed.kql') }
  { file: 'unknown', title: 'Posts whose outcome is unknown for long', body: loadTextContent('../queries/unknown.kql') }
  { file: 'waiting', title: 'Posts that wait, by reason', body: loadTextContent('../queries/waiting.kql') }
  { file: 'reconnect', title: 'Channels whose network refuses their token', body: loadTextContent('../queries/reconnect.kql') }
  { file: 'refresh', title: 'Tokens that could not be renewed', body: loadTextContent('../queries/refresh.kql') }
  { file: 'expiring', title: 'Consents that end soon', body: loadTextContent('../queries/expiring.kql') }
  { file: 'lateness', title: 'Lateness by network', body: loadTextContent('../queries/lateness.kql') }
  { file: 'late', title: 'Lateness: the slowest hundredth', body: loadTextContent('../queries/late.kql') }
  { file: 'outcomes', title: 'Outcomes by time', body: loadTextContent('../queries/outcomes.kql') }
  { file: 'channels', title: 'Channels by their last outcomes', body: loadTextContent('../queries/channels.kql') }
  { file: 'tenants', title: 'Load by workspace', body: loadTextContent('../queries/tenants.kql') }
  { file: 'cost', title: 'What a thousand posts use', body: loadTextContent('../queries/cost.kql') }
  { file: 'webhooks', title: 'Webhooks taken in', body: loadTextContent('../queries/webhooks.kql') }
  { file: 'sweep', title: 'Whether the sweep runs', body: loadTextContent('../queries/sweep.kql') }
  { file: 'faults', title: 'Faults of ours', body: loadTextContent('../queries/faults.kql') }
  { file: 'overdue', title: 'Posts that are overdue', body: loadTextContent('../queries/overdue.kql') }
  { file: 'clock', title: 'Clocks that are off', body: loadTextContent('../queries/clock.kql') }
  { file: 'health', title: 'Failed health checks', body: loadTextContent('../queries/health.kql') }
  { file: 'publication', title: 'The story of one publication', body: loadTextContent('../queries/publication.kql') }
]

resource pack 'Microsoft.OperationalInsights/queryPacks@2019-09-01' = {
  name: name
  location: location
  tags: tags
  properties: {}
}

resource queries 'Microsoft.OperationalInsights/queryPacks/queries@2019-09-01' = [
  for query in saved: {
    parent: pack
    name: guid(pack.id, query.file)
    properties: {
      displayName: query.title
      body: query.body
      related: {
        resourceTypes: ['microsoft.insights/components']
      }
    }
  }
]
