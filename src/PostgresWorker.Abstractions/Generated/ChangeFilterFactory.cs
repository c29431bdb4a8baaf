namespace PostgresWorker.Generated;

/// <summary>Takes a filter from a call's scope.</summary>
/// <param name="services">The call's scope.</param>
public delegate IChangeFilter ChangeFilterFactory(IServiceProvider services);
