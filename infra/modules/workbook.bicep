metadata description = 'The page for the people who run it: delivery, channels, queue, cost, intake, load. It shows the saved queries.'

param componentId string
param serviceBusId string
param vaultId string
param location string
param tags object

var delivery = [
  { name: 'outcomes', title: 'What became of posts', look: 'areachart', query: loadTextContent('../queries/outcomes.kql') }
  { name: 'lateness', title: 'Lateness by network, in seconds', look: 'table', query: loadTextContent('../queries/lateness.kql') }
  { name: 'missed', title: 'Missed: each needs a person', look: 'table', query: loadTextContent('../queries/missed.kql') }
  { name: 'doubled', title: 'Found live twice', look: 'table', query: loadTextContent('../queries/doubled.kql') }
  { name: 'failed', title: 'Failed, by class', look: 'table', query: loadTextContent('../queries/failed.kql') }
  { name: 'unknown', title: 'Outcome unknown for more than 30 minutes', look: 'table', query: loadTextContent('../queries/unknown.kql') }
  { name: 'waiting', title: 'Waiting now, by reason', look: 'table', query: loadTextContent('../queries/waiting.kql') }
]

var upkeep = [
  { name: 'channels', title: 'Channels by health', look: 'table', query: loadTextContent('../queries/channels.kql') }
  { name: 'refresh', title: 'Tokens that could not be renewed', look: 'table', query: loadTextContent('../queries/refresh.kql') }
  { name: 'expiring', title: 'Consents that end soon', look: 'table', query: loadTextContent('../queries/expiring.kql') }
  { name: 'reconnect', title: 'Channels to connect again', look: 'table', query: loadTextContent('../queries/reconnect.kql') }
]

var running = [
  { name: 'webhooks', title: 'Webhooks taken in', look: 'timechart', query: loadTextContent('../queries/webhooks.kql') }
  { name: 'tenants', title: 'Load by workspace', look: 'table', query: loadTextContent('../queries/tenants.kql') }
  { name: 'sweep', title: 'Sweeps a minute', look: 'timechart', query: loadTextContent('../queries/sweep.kql') }
  { name: 'faults', title: 'Faults of ours', look: 'table', query: loadTextContent('../queries/faults.kql') }
  { name: 'health', title: 'Failed health checks', look: 'table', query: loadTextContent('../queries/health.kql') }
]

var gauges = [
  { name: 'depth', title: 'Messages in the queue', kind: 'microsoft.servicebus/namespaces', target: serviceBusId, metric: 'ActiveMessages', aggregation: 4, split: 'EntityName' }
  { name: 'dead', title: 'Dead letters', kind: 'microsoft.servicebus/namespaces', target: serviceBusId, metric: 'DeadletteredMessages', aggregation: 3, split: 'EntityName' }
  { name: 'vault', title: 'Answers of the vault', kind: 'microsoft.keyvault/vaults', target: vaultId, metric: 'ServiceApiResult', aggregation: 7, split: 'StatusCode' }
]

var timeParameter = {
  type: 9
  name: 'parameters'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.insights/components'
    parameters: [
      {
        id: guid('atlas-workbook', 'TimeRange')
        version: 'KqlParameterItem/1.0'
        name: 'TimeRange'
        label: 'Time'
        type: 4
        isRequired: true
        value: {
          durationMs: 86400000
        }
        typeSettings: {
          selectableValues: [
            { durationMs: 3600000 }
            { durationMs: 86400000 }
            { durationMs: 604800000 }
            { durationMs: 2592000000 }
          ]
        }
      }
    ]
  }
}

// Prices differ by region, redundancy and contract, so the page asks for them.
var prices = [
  { name: 'RowPrice', label: 'Price of 10,000 table operations' }
  { name: 'ActionPrice', label: 'Price of 10,000 orchestration actions' }
]

var priceParameters = {
  type: 9
  name: 'prices'
  content: {
    version: 'KqlParameterItem/1.0'
    style: 'pills'
    queryType: 0
    resourceType: 'microsoft.insights/components'
    parameters: map(prices, price => {
      id: guid('atlas-workbook', price.name)
      version: 'KqlParameterItem/1.0'
      name: price.name
      label: price.label
      type: 1
      isRequired: true
      value: '0'
    })
  }
}

// An activity is scheduled and answers; start, end and timers of its orchestration come to about four more for each post.
var costQuery = '${loadTextContent('../queries/cost.kql')}| extend tablesPer1000 = (rowReadsPer1000 + writeTransactionsPer1000) / 10000 * todouble("{RowPrice}"), orchestrationsPer1000 = (2 * activitiesPer1000 + 4000) / 10000 * todouble("{ActionPrice}")'

var costItems = [
  { name: 'cost', title: 'What 1,000 posts use, and cost beside the instances', look: 'table', query: costQuery }
]

func heading(text string) object => {
  type: 1
  name: text
  content: {
    json: '## ${text}'
  }
}

func queryItem(item object, componentId string) object => {
  type: 3
  name: item.name
  content: {
    version: 'KqlItem/1.0'
    title: item.title
    query: item.query
    size: 0
    queryType: 0
    resourceType: 'microsoft.insights/components'
    crossComponentResources: [componentId]
    timeContextFromParameter: 'TimeRange'
    visualization: item.look
    noDataMessage: 'None.'
  }
}

func gaugeItem(item object) object => {
  type: 10
  name: item.name
  content: {
    version: 'MetricsItem/2.0'
    chartId: guid('atlas-workbook', item.name)
    title: item.title
    size: 0
    chartType: 2
    metricScope: 0
    resourceType: item.kind
    resourceIds: [item.target]
    timeContextFromParameter: 'TimeRange'
    metrics: [
      {
        namespace: item.kind
        metric: '${item.kind}--${item.metric}'
        aggregation: item.aggregation
        splitBy: item.split
      }
    ]
  }
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(componentId, 'atlas-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Atlas Engine'
    category: 'workbook'
    sourceId: componentId
    version: '1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      fallbackResourceIds: [componentId]
      items: concat(
        [timeParameter, heading('Delivery')],
        map(delivery, item => queryItem(item, componentId)),
        [heading('Channels')],
        map(upkeep, item => queryItem(item, componentId)),
        [heading('Queue and vault')],
        map(gauges, item => gaugeItem(item)),
        [heading('Cost'), priceParameters],
        map(costItems, item => queryItem(item, componentId)),
        [heading('Intake, load and health')],
        map(running, item => queryItem(item, componentId))
      )
    })
  }
}
