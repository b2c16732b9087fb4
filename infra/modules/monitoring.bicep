metadata description = 'Application Insights on a Log Analytics workspace; both take telemetry from identities only.'

param workspaceName string
param componentName string
param location string
param tags object
param retentionInDays int

@description('A runaway log stops costing here; the portal says so.')
param dailyQuotaGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionInDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: componentName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true
  }
}

output workspaceId string = workspace.id
output componentId string = component.id
output componentName string = component.name

// An address, not a credential: local authentication is off, so it opens nothing.
output connectionString string = component.properties.ConnectionString
