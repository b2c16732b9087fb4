namespace Atlas.Core.Media;

/// <summary>Reads what a file is from its bytes.</summary>
public interface IMediaProber
{
    /// <returns>The probe, or null where the bytes are of no kind that we publish.</returns>
    MediaProbe? Probe(Stream content);
}
