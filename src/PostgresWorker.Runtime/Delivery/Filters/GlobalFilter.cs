using PostgresWorker.Generated;

namespace PostgresWorker.Delivery.Filters;

/// <summary>A filter around the calls of all listeners.</summary>
/// <param name="Type">What was added.</param>
/// <param name="Factory">Takes it from a call's scope.</param>
internal sealed record GlobalFilter(Type Type, ChangeFilterFactory Factory);
