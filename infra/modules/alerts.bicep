metadata description = 'What a person is called for. Each rule has a section of the same name in docs/operate.md.'

param suffix string
param componentId string
param serviceBusId string
param vaultId string
param queueName string
param emails array
param location string
param tags object

resource people 'Microsoft.Insights/actionGroups@2024-10-01-preview' = {
  name: 'ag-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'atlas'
    enabled: !empty(emails)
    emailReceivers: [
      for (email, i) in emails: {
        name: 'person-${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

var queryAlerts = [
  {
    name: 'missed'
    text: 'A post was not published because it was late.'
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/missed.kql')
  }
  {
    name: 'doubled'
    text: 'A look at a network showed a post live twice.'
    severity: 1
    window: 'PT15M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/doubled.kql')
  }
  {
    name: 'unknown'
    text: 'The outcome of a post is unknown for more than 30 minutes.'
    severity: 1
    window: 'P1D'
    every: 'PT15M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/unknown.kql')
  }
  {
    name: 'reconnect'
    text: 'A network refuses the token of a channel with posts to come.'
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/reconnect.kql')
  }
  {
    name: 'refresh'
    text: 'The tokens of a channel could not be renewed.'
    severity: 2
    window: 'PT1H'
    every: 'PT15M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/refresh.kql')
  }
  {
    name: 'late'
    text: 'The slowest hundredth of the posts goes out a minute late or more.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/late.kql')
  }
  {
    name: 'sweep'
    text: 'The sweep that starts what is due has not run.'
    severity: 0
    window: 'PT15M'
    every: 'PT5M'
    operator: 'LessThanOrEqual'
    query: loadTextContent('../queries/sweep.kql')
  }
  {
    name: 'faults'
    text: 'The app met a fault of its own.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/faults.kql')
  }
  {
    name: 'health'
    text: 'A store that the app needs does not answer.'
    severity: 1
    window: 'PT10M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/health.kql')
  }
  {
    name: 'overdue'
    text: 'A post is not live although its time and the grace behind it have passed.'
    severity: 2
    window: 'PT15M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/overdue.kql')
  }
  {
    name: 'clock'
    text: 'The clock of an instance is off, and it publishes nothing.'
    severity: 1
    window: 'PT10M'
    every: 'PT5M'
    operator: 'GreaterThan'
    query: loadTextContent('../queries/clock.kql')
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2025-01-01-preview' = [
  for alert in queryAlerts: {
    name: 'alert-${alert.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'Atlas: ${alert.name}'
      description: alert.text
      severity: alert.severity
      enabled: true
      scopes: [componentId]
      evaluationFrequency: alert.every
      windowSize: alert.window
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.operator
            threshold: 0
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: [people.id]
      }
    }
  }
]

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-dead-letters-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Work was given up after ten tries and waits in the dead letters.'
    severity: 1
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead-letters'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'DeadletteredMessages'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: [queueName]
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource backlog 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-backlog-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'Work piles up in the queue.'
    severity: 2
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'backlog'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          metricName: 'ActiveMessages'
          timeAggregation: 'Average'
          operator: 'GreaterThan'
          threshold: 1000
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: [queueName]
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'alert-vault-throttled-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'The vault refuses calls because there are too many of them.'
    severity: 2
    enabled: true
    scopes: [vaultId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'vault-throttled'
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: 'Microsoft.KeyVault/vaults'
          metricName: 'ServiceApiResult'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: ['429']
            }
          ]
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}
