namespace Atlas.Core;

/// <summary>A clock that makes the ids too. A simulation has one, so that a run can be repeated by its seed.</summary>
public interface IIdSource
{
    Guid NextId();
}
