using Atlas.Platforms.Meta;

namespace Atlas.Platforms.Facebook;

internal sealed class FacebookVerdicts(TimeProvider time) : GraphVerdicts(FacebookErrors.Product, time);
