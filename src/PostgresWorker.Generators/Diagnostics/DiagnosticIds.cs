namespace PostgresWorker.Generators.Diagnostics;

/// <summary>The ids of all diagnostics: PGW1xxx for listeners, PGW2xxx for rows, PGW3xxx for handlers' bodies, PGW9xxx for the generator itself. An id is never used again for something else.</summary>
public static class DiagnosticIds
{
    /// <summary>The first parameter says nothing about changes.</summary>
    public const string FirstParameter = "PGW1001";

    /// <summary>The method returns something.</summary>
    public const string ReturnType = "PGW1002";

    /// <summary>The method is async void.</summary>
    public const string AsyncVoid = "PGW1003";

    /// <summary>The method or its class is generic.</summary>
    public const string Generic = "PGW1004";

    /// <summary>The method or its class is private or protected.</summary>
    public const string Inaccessible = "PGW1005";

    /// <summary>A type is visible in its file only.</summary>
    public const string FileLocal = "PGW1006";

    /// <summary>A parameter is ref, in or out.</summary>
    public const string ByReference = "PGW1007";

    /// <summary>The table's name can't be read.</summary>
    public const string MalformedTable = "PGW1008";

    /// <summary>The source's or the listener's name is empty.</summary>
    public const string EmptyName = "PGW1009";

    /// <summary>Two listeners of a source have one name.</summary>
    public const string DuplicateName = "PGW1010";

    /// <summary>A parameter can't be a service.</summary>
    public const string NotInjectable = "PGW1011";

    /// <summary>The attribute is on something other than a method of a type.</summary>
    public const string NotAMethod = "PGW1012";

    /// <summary>The method needs an instance that can't be created.</summary>
    public const string CannotBeCreated = "PGW1013";

    /// <summary>The project's language is too old for the generated code.</summary>
    public const string Language = "PGW1014";

    /// <summary>The method can't be cancelled.</summary>
    public const string NoCancellation = "PGW1015";

    /// <summary>A batch is taken as something other than IReadOnlyList.</summary>
    public const string BatchType = "PGW1016";

    /// <summary>[Batch] is on a listener of single changes.</summary>
    public const string NotABatch = "PGW1017";

    /// <summary>A limit of batches is out of range.</summary>
    public const string BatchLimits = "PGW1018";

    /// <summary>A listener of batches takes a ChangeContext.</summary>
    public const string BatchContext = "PGW1019";

    /// <summary>A listener takes two transactions, or a DbTransaction.</summary>
    public const string Transaction = "PGW1020";

    /// <summary>A listener ends its transaction itself.</summary>
    public const string TransactionEnded = "PGW1021";

    /// <summary>Two listeners of a table say different filters.</summary>
    public const string WhereDiffers = "PGW1022";

    /// <summary>A filter is empty.</summary>
    public const string EmptyWhere = "PGW1023";

    /// <summary>The first parameter of a listener to messages is no message.</summary>
    public const string MessageParameter = "PGW1024";

    /// <summary>A message is asked of a table.</summary>
    public const string MessageOfATable = "PGW1025";

    /// <summary>A typed message has no JSON context.</summary>
    public const string MessageWithoutJson = "PGW1026";

    /// <summary>The JSON context is none, or can't be named.</summary>
    public const string NotAJsonContext = "PGW1027";

    /// <summary>The JSON context does not list the message's type.</summary>
    public const string NotInJsonContext = "PGW1028";

    /// <summary>The prefix is empty.</summary>
    public const string EmptyPrefix = "PGW1029";

    /// <summary>One method is to get changes and messages.</summary>
    public const string ChangesAndMessages = "PGW1030";

    /// <summary>Something for listeners is on a method that is none.</summary>
    public const string PolicyWithoutListener = "PGW1040";

    /// <summary>A limit of retries is out of range.</summary>
    public const string RetryLimits = "PGW1041";

    /// <summary>The shortest delay of retries is above the longest.</summary>
    public const string RetryDelays = "PGW1042";

    /// <summary>A rule of retries is for something that is no exception.</summary>
    public const string NotAnException = "PGW1043";

    /// <summary>A listener has two rules for one kind of exception.</summary>
    public const string SameException = "PGW1044";

    /// <summary>A rule of retries is for what is never retried by it.</summary>
    public const string SenselessException = "PGW1045";

    /// <summary>A timeout is out of range.</summary>
    public const string TimeoutLimits = "PGW1046";

    /// <summary>A filter can't be named.</summary>
    public const string Filter = "PGW1047";

    /// <summary>A property's type has no reader.</summary>
    public const string ColumnType = "PGW2001";

    /// <summary>No constructor of the row can be called.</summary>
    public const string NoConstructor = "PGW2002";

    /// <summary>Two constructors of the row fit equally.</summary>
    public const string AmbiguousConstructor = "PGW2003";

    /// <summary>The row has no columns.</summary>
    public const string NoColumns = "PGW2004";

    /// <summary>The row type is private or protected.</summary>
    public const string InaccessibleRow = "PGW2005";

    /// <summary>Two properties are one column.</summary>
    public const string SameColumn = "PGW2006";

    /// <summary>The type can't be a row.</summary>
    public const string NotARow = "PGW2007";

    /// <summary>Two members of an enum have one label.</summary>
    public const string SameLabel = "PGW2008";

    /// <summary>A required member is no column.</summary>
    public const string RequiredIsNoColumn = "PGW2009";

    /// <summary>A property rounds what its column holds.</summary>
    public const string LossyColumn = "PGW2010";

    /// <summary>A property can't hold what its column is said to be.</summary>
    public const string ColumnCannotHold = "PGW2011";

    /// <summary>A listener of deletes takes columns that deletes may not carry.</summary>
    public const string DeletedColumns = "PGW2012";

    /// <summary>What is to read JSON is no context.</summary>
    public const string JsonContext = "PGW2013";

    /// <summary>The JSON context does not list the property's type.</summary>
    public const string JsonNotListed = "PGW2014";

    /// <summary>A composite is part of itself.</summary>
    public const string RecursiveComposite = "PGW2015";

    /// <summary>WhenChanged or OrderBy names no column's property.</summary>
    public const string NoSuchColumn = "PGW2020";

    /// <summary>WhenChanged is on a listener that takes no updates.</summary>
    public const string NoUpdates = "PGW2021";

    /// <summary>WhenChanged is empty.</summary>
    public const string NothingWatched = "PGW2022";

    /// <summary>OrderBy or Where is on a listener that takes no rows.</summary>
    public const string NoRows = "PGW2023";

    /// <summary>A call holds the thread.</summary>
    public const string Blocking = "PGW3001";

    /// <summary>A task is started and not awaited.</summary>
    public const string NotAwaited = "PGW3003";

    /// <summary>A lambda or local function is async void.</summary>
    public const string AsyncVoidFunction = "PGW3004";

    /// <summary>An empty catch block takes failures or cancellations.</summary>
    public const string Swallowed = "PGW3005";

    /// <summary>The returned task is null.</summary>
    public const string NullTask = "PGW3006";

    /// <summary>The returned task uses what is disposed of.</summary>
    public const string DisposedTooEarly = "PGW3007";

    /// <summary>The parser failed.</summary>
    public const string InternalError = "PGW9001";
}
