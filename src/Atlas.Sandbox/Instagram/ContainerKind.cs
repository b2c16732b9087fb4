namespace Atlas.Sandbox.Instagram;

internal enum ContainerKind
{
    Image,
    Reel,
    Story,
    Carousel,
    CarouselImage,
    CarouselVideo,
}

internal enum ContainerState
{
    InProgress,
    Finished,
    Published,
    Error,
    Expired,
}
