metadata description = 'Optional: one address before the app, with a web application firewall and a certificate for a domain of your own.'

param name string
param wafName string

@allowed(['Standard_AzureFrontDoor', 'Premium_AzureFrontDoor'])
param sku string

param originHostName string
param customDomain string
param tags object

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: name
  location: 'global'
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    // Uploads take their time.
    originResponseTimeoutSeconds: 240
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-04-15' = {
  parent: profile
  name: name
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

resource group 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'app'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 2
    }
    sessionAffinityState: 'Disabled'
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2025-06-01' = {
  parent: group
  name: 'app'
  properties: {
    hostName: originHostName
    originHostHeader: originHostName
    httpsPort: 443
    enforceCertificateNameCheck: true
    enabledState: 'Enabled'
  }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-06-01' = if (!empty(customDomain)) {
  parent: profile
  name: replace(empty(customDomain) ? 'none' : customDomain, '.', '-')
  properties: {
    hostName: customDomain
    tlsSettings: {
      certificateType: 'ManagedCertificate'
      minimumTlsVersion: 'TLS12'
    }
  }
}

resource route 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-04-15' = {
  parent: endpoint
  name: 'all'
  properties: {
    originGroup: {
      id: group.id
    }
    customDomains: empty(customDomain) ? [] : [{ id: domain.id }]
    patternsToMatch: ['/*']
    supportedProtocols: ['Http', 'Https']
    httpsRedirect: 'Enabled'
    forwardingProtocol: 'HttpsOnly'
    linkToDefaultDomain: 'Enabled'
    enabledState: 'Enabled'
  }
  dependsOn: [
    origin
  ]
}

var managedRules = sku == 'Premium_AzureFrontDoor'
  ? [
      { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' }
      { ruleSetType: 'Microsoft_BotManagerRuleSet', ruleSetVersion: '1.0' }
    ]
  : []

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: take(wafName, 128)
  location: 'Global'
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      // Captions are free text and files are large: the app checks both itself.
      requestBodyCheck: 'Disabled'
    }
    customRules: {
      rules: [
        {
          name: 'TooManyFromOneAddress'
          priority: 100
          enabledState: 'Enabled'
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: 3000
          action: 'Block'
          matchConditions: [
            {
              matchVariable: 'RequestUri'
              operator: 'Contains'
              matchValue: ['/']
            }
          ]
        }
      ]
    }
    managedRules: {
      managedRuleSets: managedRules
    }
  }
}

resource guard 'Microsoft.Cdn/profiles/securityPolicies@2025-04-15' = {
  parent: profile
  name: 'guard'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: {
        id: firewall.id
      }
      associations: [
        {
          domains: concat([{ id: endpoint.id }], empty(customDomain) ? [] : [{ id: domain.id }])
          patternsToMatch: ['/*']
        }
      ]
    }
  }
}

output hostName string = empty(customDomain) ? endpoint.properties.hostName : customDomain
output frontDoorId string = profile.properties.frontDoorId
