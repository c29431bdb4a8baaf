namespace PostgresWorker.Generators.Diagnostics;

/// <summary>The ids of all diagnostics: PGW1xxx for listeners, PGW2xxx for rows. An id is never used again for something else.</summary>
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
}
