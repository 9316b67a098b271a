# Perl's MARC::Record in a process: TASK INPUT, output to standard output.
use strict;
use warnings;
use MARC::Batch;
use MARC::Field;
use MARC::File::XML ( BinaryEncoding => 'utf8', RecordFormat => 'MARC21' );

my ( $task, $input ) = @ARGV;
binmode STDOUT, ':utf8';
my $batch = MARC::Batch->new( $task eq 'from_xml' ? 'XML' : 'USMARC', $input );
$batch->strict_off;
$batch->warnings_off;
print MARC::File::XML::header() if $task eq 'to_xml';
while ( my $record = eval { $batch->next } ) {
    if ( $task eq 'to_xml' ) {
        print MARC::File::XML::record($record);
        next;
    }
    if ( $task eq 'edit' ) {
        $record->delete_fields( $record->field('020') );
        $record->append_fields( MARC::Field->new( '980', ' ', ' ', a => 'bench' ) );
    }
    print $record->as_usmarc;
}
print MARC::File::XML::footer() if $task eq 'to_xml';
