using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Diagnostics;

/// <summary>What can be wrong with a row type.</summary>
internal static class RowDiagnostics
{
    private const string Category = "PostgresWorker.Rows";

    public static readonly DiagnosticDescriptor ColumnType = new(
        DiagnosticIds.ColumnType,
        "A column's type has a reader",
        "'{0}.{1}' is {2}, which no column can be read into; {3}, or mark it [NotMapped]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.ColumnType));

    public static readonly DiagnosticDescriptor NoConstructor = new(
        DiagnosticIds.NoConstructor,
        "A row has a usable constructor",
        "'{0}' has no usable constructor: one must be internal or public, and each of its parameters must be a public property by name and type",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NoConstructor));

    public static readonly DiagnosticDescriptor AmbiguousConstructor = new(
        DiagnosticIds.AmbiguousConstructor,
        "A row's constructor is not ambiguous",
        "'{0}' has more than one constructor of {1} parameters that are all properties; make all but one private, or add a parameter to one",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.AmbiguousConstructor));

    public static readonly DiagnosticDescriptor NoColumns = new(
        DiagnosticIds.NoColumns,
        "A row has columns",
        "'{0}' declares no column; give it public properties that can be set, or a constructor whose parameters are its properties",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NoColumns));

    public static readonly DiagnosticDescriptor Inaccessible = new(
        DiagnosticIds.InaccessibleRow,
        "A row type is at least internal",
        "Row type '{0}' must be internal or public so that generated code can make rows of it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.InaccessibleRow));

    public static readonly DiagnosticDescriptor SameColumn = new(
        DiagnosticIds.SameColumn,
        "Each property is its own column",
        "'{0}' and '{1}' of '{2}' are both column '{3}'; give one another name with [Column(\"...\")], or mark it [NotMapped]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.SameColumn));

    public static readonly DiagnosticDescriptor NotARow = new(
        DiagnosticIds.NotARow,
        "A row is a record, class or struct",
        "'{0}' can't be a row; take a record, class or struct of your own with a property for each column",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.NotARow));

    public static readonly DiagnosticDescriptor SameLabel = new(
        DiagnosticIds.SameLabel,
        "Each member of an enum has its own label",
        "'{1}' and '{2}' of enum '{0}' both have the label '{3}'; give one another label with [PgName(\"...\")]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.SameLabel));

    public static readonly DiagnosticDescriptor RequiredIsNoColumn = new(
        DiagnosticIds.RequiredIsNoColumn,
        "A required member of a row is a column",
        "Required member '{0}' of row type '{1}' is no column, so no row could be made; make it a public property that can be set, or not required",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Descriptor.Page(DiagnosticIds.RequiredIsNoColumn));
}
